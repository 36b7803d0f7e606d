"""``kjfz demo --city``: an invented city with planted faults, and whether the library finds them."""
