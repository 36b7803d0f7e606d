// One engine of node in a process of its own: node engines.js WORK NAME SIZE CORPUS FOLDER SECONDS
// It speaks as tests/benchmarks/worker.py does: a line when it is ready, then a line of JSON for each line it is given.
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');

const [work, name, size, corpus, folder, seconds] = process.argv.slice(2);
const read = file => fs.readFileSync(path.join(corpus, file));
const json = file => JSON.parse(read(file));
const thin = { style: 'thin' };
const border = { top: thin, left: thin, bottom: thin, right: thin };
const font = { name: '宋体', size: 11 };
const target = path.join(folder, 'made.xlsx');

// Engines of Word: the name of the package, and what makes (data) => document.
const WORD = {
  'docxtemplater': ['docxtemplater', () => {
    const Zip = require('pizzip'), Docxtemplater = require('docxtemplater'), template = read(`${work}_curly.docx`);
    return data => {
      const made = new Docxtemplater(new Zip(template), { linebreaks: true, paragraphLoop: true });
      made.render(data);
      return made.getZip().generate({ type: 'nodebuffer', compression: 'DEFLATE' });
    };
  }],
  'easy-template-x': ['easy-template-x', () => {
    const { TemplateHandler } = require('easy-template-x'), template = read(`${work}_curly.docx`);
    const handler = new TemplateHandler();
    return data => handler.process(template, data);
  }],
  'docx-templates': ['docx-templates', () => {
    const { createReport } = require('docx-templates'), template = read(`${work}_plus.docx`);
    return async data => Buffer.from(await createReport({ template, data, cmdDelimiter: '+++', noSandbox: true }));
  }],
  'carbone': ['carbone', () => {
    const carbone = require('carbone'), template = path.join(corpus, `${work}_carbone.docx`);
    return data => new Promise((done, fail) => carbone.render(template, data, (error, made) => error ? fail(error) : done(made)));
  }],
};
// Engines of workbooks: the name of the package, and (rows, columns) => the file written.
const WORKBOOKS = {
  'exceljs [T]': ['exceljs', async (rows, columns) => {
    const Excel = require('exceljs'), book = new Excel.Workbook();
    await book.xlsx.readFile(path.join(corpus, `${work}_plain.xlsx`));
    const sheet = book.worksheets[0], styles = columns.map((_, index) => sheet.getRow(3).getCell(index + 1).style);
    rows.forEach((values, number) => {
      const row = sheet.getRow(3 + number);
      columns.forEach((column, index) => {
        const cell = row.getCell(index + 1);
        cell.value = values[column];
        cell.style = styles[index];
      });
    });
    await book.xlsx.writeFile(target);
  }],
  'exceljs, streamed': ['exceljs', async (rows, columns) => {
    const Excel = require('exceljs');
    const book = new Excel.stream.xlsx.WorkbookWriter({ filename: target, useStyles: true, useSharedStrings: false });
    const sheet = book.addWorksheet('明细');
    sheet.addRow(columns).commit();
    for (const values of rows) {
      const row = sheet.addRow(columns.map(column => values[column]));
      row.eachCell(cell => { cell.border = border; cell.font = font; });
      row.commit();
    }
    sheet.commit();
    await book.commit();
  }],
  'xlsx-template [T]': ['xlsx-template', async rows => {
    const Module = require('xlsx-template'), Template = Module.default || Module;
    const book = new Template(read(`${work}_substitute.xlsx`));
    book.substitute(1, { rows });
    fs.writeFileSync(target, book.generate({ type: 'nodebuffer' }));
  }],
};

function prepared(size) {
  if (name in WORKBOOKS) {
    const rows = json(`${work}_${size}.json`), columns = Object.keys(rows[0]);
    return async () => { await WORKBOOKS[name][1](rows, columns); return target; };
  }
  const fill = WORD[name][1](), records = work === 'form' ? json('records.json') : [{ rows: json(`table_${size}.json`) }];
  let turn = 0;
  return () => fill(records[turn++ % records.length]);
}

function version() {
  const package_ = (WORD[name] || WORKBOOKS[name])[0];
  for (const place of require.resolve.paths(package_)) {
    const file = path.join(place, package_, 'package.json');
    if (fs.existsSync(file)) return `${package_} ${JSON.parse(fs.readFileSync(file)).version}`;
  }
  return '';
}

function peak() {
  // Not the peak of resourceUsage where it can be helped: that is the parent's, if the parent was larger.
  try {
    return /VmHWM:\s+(\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1] / 1024;
  } catch (_) {
    return process.resourceUsage().maxRSS / 1024;
  }
}

const say = what => fs.writeSync(1, JSON.stringify(what) + '\n');

async function main() {
  console.log = console.error;
  if (!+seconds && size !== '1') await prepared('1')();  // what is compiled once is not of the rows
  const once = prepared(size);
  let calls = 1;
  if (+seconds) {
    const began = process.hrtime.bigint(), warm = 1e9;
    for (let call = 0; call < 30 && Number(process.hrtime.bigint() - began) < warm; call++) await once();
    const start = process.hrtime.bigint();
    await once();
    calls = Math.max(1, Math.floor(+seconds * 1e9 / Number(process.hrtime.bigint() - start)));
  }
  say({ ready: true, version: version() });
  let first = true;
  for await (const _ of readline.createInterface({ input: process.stdin })) {
    const cpu = process.cpuUsage(), start = process.hrtime.bigint();
    let made;
    for (let call = 0; call < calls; call++) made = await once();
    const wall = Number(process.hrtime.bigint() - start) / 1e9 / calls, used = process.cpuUsage(cpu);
    const answer = { wall, cpu: (used.user + used.system) / 1e6 / calls, peak: peak() };
    if (first && typeof made === 'string') answer.sample = made;
    else if (first) fs.writeFileSync(answer.sample = path.join(folder, 'sample.docx'), made);
    say(answer);
    first = false;
  }
}

main().catch(error => say({ skipped: String(error.message || error).split('\n')[0] }));
