import { deflateSync } from 'node:zlib';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import PdfKit from 'pdfkit';
import { buffer } from 'node:stream/consumers';
import { makePdf, makeZip, pattern } from './sample-files.ts';

export type CorpusFile = readonly [what: string, fileName: string, content: Buffer, verdict: string];

const PAGE_TREE = '<</Type/Pages/Kids[3 0 R]/Count 1>>';
export const PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>';

/** A whole PDF: object 1 is the catalogue with `catalog` in it, 2 and 3 are the pages, `more` begins at 4. */
export function pdf(catalog = '', more: (string | Buffer)[] = [], trailer = '', page = PAGE): Buffer {
  const bodies = [`<</Type/Catalog/Pages 2 0 R${catalog}>>`, PAGE_TREE, page, ...more];
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  const offsets: number[] = [];
  let at = parts[0]?.length ?? 0;
  for (const [index, body] of bodies.entries()) {
    const object = Buffer.concat([
      Buffer.from(`${index + 1} 0 obj\n`),
      typeof body === 'string' ? Buffer.from(body, 'latin1') : body,
      Buffer.from('\nendobj\n'),
    ]);
    offsets.push(at);
    at += object.length;
    parts.push(object);
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  const size = bodies.length + 1;
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([...parts, Buffer.from(table, 'latin1')]);
}

export function stream(dictionary: string, content: Buffer | string): Buffer {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  const head = Buffer.from(`<<${dictionary}/Length ${bytes.length}>>\nstream\n`, 'latin1');
  return Buffer.concat([head, bytes, Buffer.from('\nendstream')]);
}

function objectStream(
  objects: readonly (readonly [number, string])[],
  how: { filter?: string; pack?: (b: Buffer) => Buffer } = {},
): Buffer {
  const { filter = '/Filter/FlateDecode', pack = deflateSync } = how;
  let at = 0;
  const heads = objects.map(([number, body]) => {
    const head = `${number} ${at}`;
    at += body.length + 1;
    return head;
  });
  const first = `${heads.join(' ')} `;
  const content = Buffer.from(`${first}${objects.map(([, body]) => `${body} `).join('')}`, 'latin1');
  return stream(`/Type/ObjStm/N ${objects.length}/First ${first.length}${filter}`, pack(content));
}

/** 200 by 100 points, all of them red. */
export function redPage(): Buffer {
  const content = stream('', '1 0 0 rg 0 0 200 100 re f');
  return pdf('', [content], '', PAGE.replace('>>', '/Contents 4 0 R>>'));
}

const JS = '<</S/JavaScript/JS(app.alert\\(1\\))>>';
const JS_OBJECT: readonly [number, string] = [20, JS];

async function libraryPdf(useObjectStreams: boolean): Promise<Buffer> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  document.addPage([300, 400]).drawText('Extract from the register', { x: 20, y: 300, font, size: 14 });
  const field = document.getForm().createTextField('name');
  field.setText('Autohaus');
  field.addToPage(document.getPage(0), { x: 20, y: 200 });
  return Buffer.from(await document.save({ useObjectStreams }));
}

async function kitPdf(
  options: PDFKit.PDFDocumentOptions = {},
  draw = (_kit: PDFKit.PDFDocument): void => {},
): Promise<Buffer> {
  const kit = new PdfKit({ size: 'A6', ...options });
  const whole = buffer(kit);
  kit.fontSize(20).text('Kontoauszug', 40, 40);
  draw(kit);
  kit.end();
  return whole;
}

/** With an update behind it that defines the object. */
function updated(original: Buffer, number: number, body: string): Buffer {
  const previous = original.toString('latin1').match(/startxref\n(\d+)/)?.[1] ?? '';
  const object = `${number} 0 obj\n${body}\nendobj\n`;
  const at = String(original.length).padStart(10, '0');
  const table = `xref\n${number} 1\n${at} 00000 n \ntrailer\n<</Size 9/Root 1 0 R/Prev ${previous}>>\n`;
  const end = `startxref\n${original.length + object.length}\n%%EOF\n`;
  return Buffer.concat([original, Buffer.from(object + table + end, 'latin1')]);
}

/** With something between the numbers and the word in the heads of its objects; its table leads to them no more. */
function spread(content: Buffer, between: string): Buffer {
  return Buffer.from(content.toString('latin1').replaceAll(/(\d+) 0 obj/g, `$1${between} 0${between} obj`), 'latin1');
}

export async function honestPdfs(): Promise<CorpusFile[]> {
  const link = '<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org)>>>>';
  const files: [string, Buffer][] = [
    ['the smallest with a page', pdf()],
    ['padding and no table', makePdf(3000)],
    ['a form of a library, plain objects', await libraryPdf(false)],
    ['a form of a library, object streams', await libraryPdf(true)],
    ['a page of another library', await kitPdf()],
    ['uncompressed streams', await kitPdf({ compress: false })],
    ['a link to a site', await kitPdf({}, (kit) => void kit.link(0, 0, 9, 9, 'https://example.org'))],
    ['bookmarks', await kitPdf({}, (kit) => void kit.outline.addItem('One'))],
    ['tagged, version 1.7', await kitPdf({ pdfVersion: '1.7', tagged: true })],
    ['three pages', await kitPdf({}, (kit) => void kit.addPage().addPage())],
    ['opens at a page', pdf('/OpenAction[3 0 R/Fit]')],
    ['opens at a named place', pdf('/OpenAction(chapter)')],
    ['opens by an action that goes to a page', pdf('/OpenAction<</S/GoTo/D[3 0 R/XYZ 0 0 0]>>')],
    ['opens at a page by reference', pdf('/OpenAction 4 0 R', ['[3 0 R/FitH 90]'])],
    ['a link annotation', pdf('', [link])],
    ['objects in a stream', pdf('', [objectStream([[20, '<</A 1>>'], [21, '[1 2 3]']])])], // prettier-ignore
    [
      'objects in a stream without a filter',
      pdf('', [objectStream([[20, '<</A 1>>']], { filter: '', pack: (b) => b })]),
    ],
    ['an update that adds an object', updated(pdf(), 5, '<</Title(x)>>')],
    ['an update that replaces the page', updated(pdf(), 3, PAGE)],
    ['two ends, as linearized files have them', updated(pdf('', ['<</Linearized 1/L 900/N 1>>']), 5, 'null')],
    ['a form without scripts', pdf('/AcroForm<</Fields[4 0 R]/NeedAppearances true>>', ['<</FT/Tx/T(name)/V(x)>>'])],
    ['an empty tree of attachments', pdf('/Names<</EmbeddedFiles<</Names[]>>>>')],
    ['an empty tree of scripts', pdf('/Names<</JavaScript<</Names[]>>>>')],
    ['empty additional actions', pdf('/AA<<>>')],
    ['a font called AA', pdf('', ['<</Font<</AA<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>'])],
    ['a picture called JS', pdf('', ['<</XObject<</JS 5 0 R>>>>', stream('/Subtype/Form/BBox[0 0 1 1]', '')])],
    ['a text that speaks of scripts', pdf('', ['(/JavaScript /Launch /OpenAction)'])],
    ['a page content that names actions', pdf('', [stream('', 'BT (/S /JavaScript /JS) Tj ET')])],
    ['metadata as XML', pdf('/Metadata 4 0 R', [stream('/Type/Metadata/Subtype/XML', '<x:xmpmeta/>')])],
    ['a structure tree', pdf('/StructTreeRoot<</Type/StructTreeRoot/K<</S/P/Type/StructElem>>>>')],
    ['page labels', pdf('/PageLabels<</Nums[0<</S/D>>]>>')],
    ['an encryption entry of null', pdf('', [], '/Encrypt null')],
    [
      'a signature field',
      pdf('/AcroForm<</SigFlags 3/Fields[<</FT/Sig/T(s)/V<</Type/Sig/Filter/Adobe.PPKLite/Contents<00>>>>>]>>'),
    ],
    ['a field that waits for a signature', pdf('/AcroForm<</SigFlags 1/Fields[<</FT/Sig/T(s)>>]>>')],
    ['an indirect length', pdf('', [Buffer.from('<</Length 5 0 R>>\nstream\nq Q\nendstream'), '3'])],
    ['a megabyte of junk between', Buffer.concat([pdf(), pattern(1_000_000), Buffer.from('\n%%EOF')])],
    ['four bytes before its start', Buffer.concat([Buffer.from('0aa0a403', 'hex'), pdf()])],
    [
      'the words of a printer before its start',
      Buffer.concat([Buffer.from('GPL Ghostscript 10.02.0\nPage 1\n'), pdf()]),
    ],
    ['the head of a mail before its start', Buffer.concat([Buffer.from('Content-ID: <a@b>\r\n\r\n'), pdf()])],
    ['no end', pdf().subarray(0, -'%%EOF\n'.length)],
    ['2 KB of line ends behind its end', Buffer.concat([pdf(), Buffer.alloc(2048, '\n')])],
    ['70 KB of anything behind its end', Buffer.concat([pdf(), pattern(70_000)])],
    [
      'one that forbids changes, and opens without a password',
      await kitPdf({ ownerPassword: 'secret', pdfVersion: '1.7ext3' }),
    ],
    ['one that forbids changes, of an older kind', await kitPdf({ ownerPassword: 'secret' })],
    ['a broken object', pdf('', ['<</A [1 2 (never closed >>'])],
  ];
  return files.map(([what, content]) => [what, 'a.pdf', content, 'application/pdf']);
}

/** A page with one annotation, which may refer to object 5. */
export function annotated(annotation: string, more: (string | Buffer)[] = []): Buffer {
  const body = `<</Type/Annot/Rect[0 0 9 9]${annotation}>>`;
  return pdf('', [body, ...more], '', PAGE.replace('>>', '/Annots[4 0 R]>>'));
}

function linkTo(action: string | Buffer): Buffer {
  return annotated('/Subtype/Link/A 5 0 R', [action]);
}

/** The action of a link in an object stream, found by a cross-reference stream. */
function linkInStream(body: string, how?: Parameters<typeof objectStream>[1]): Buffer {
  const content = annotated('/Subtype/Link/A 20 0 R', [objectStream([[20, body]], how)]);
  const table = content.toString('latin1').lastIndexOf('xref\n0');
  const offsets = [1, 2, 3, 4, 5].map((number) => content.indexOf(`${number} 0 obj\n`));
  const rows = [[0, 0, 0], ...[...offsets, table].map((at) => [1, at, 0]), [2, 5, 0]];
  const entries = rows.flatMap(([kind = 0, where = 0, index = 0]) => [kind, where >> 8, where & 255, index]);
  const xref = stream('/Type/XRef/W[1 2 1]/Index[0 7 20 1]/Size 21/Root 1 0 R', Buffer.from(entries));
  const end = Buffer.from(`\nendobj\nstartxref\n${table}\n%%EOF\n`);
  return Buffer.concat([content.subarray(0, table), Buffer.from('6 0 obj\n'), xref, end]);
}

/** One that a viewer comes to, and that the facts of the file tell. */
export function activePdfs(): [string, Buffer][] {
  return [
    ['a script on opening', pdf(`/OpenAction${JS}`)],
    ['a script on opening, by reference', pdf('/OpenAction 4 0 R', [JS])],
    ['a script in a name tree', pdf(`/Names<</JavaScript<</Names[(a)${JS}]>>>>`)],
    ['a script in a stream', linkTo('<</S/JavaScript/JS 6 0 R>>')],
    ['a script in an object stream', linkInStream(JS)],
    ['a script in an object stream without a filter', linkInStream(JS, { filter: '', pack: (b) => b })],
    ['a script in an object stream with an array of one filter', linkInStream(JS, { filter: '/Filter[/FlateDecode]' })],
    ['a script in an object stream of two filters', linkInStream(JS, { filter: '/Filter[/ASCIIHexDecode/FlateDecode]', pack: (b) => Buffer.from(deflateSync(b).toString('hex')) })],
    ['a script behind white space in the head of its object', spread(linkTo(JS), ' \n\t '.repeat(40))],
    ['a script behind a long comment', spread(linkTo(JS), `%${'x'.repeat(4_000)}\n`)],
    ['a script in a second definition, which an update adds', updated(pdf('/OpenAction 4 0 R', ['<</S/GoTo/D[3 0 R/Fit]>>']), 4, JS)],
    ['a name with a hexadecimal escape', linkTo('<</S/J#61vaScript/JS(x)>>')],
    ['an escaped key', pdf('/#4fpenAction<</S/URI/URI(https://x.org)>>')],
    ['the kind of action by reference', annotated('/Subtype/Link/A<</S 5 0 R/D 1>>', ['/JavaScript'])],
    ['a script as hexadecimal', linkTo('<</S/JavaScript/JS<61>>>')],
    ['a script behind another action', linkTo(`<</S/GoTo/D[3 0 R/Fit]/Next${JS}>>`)],
    ['a script of a form field', pdf('/AcroForm<</Fields[4 0 R]>>', [`<</FT/Tx/AA<</K${JS}>>>>`])],
    ['an action of the document', pdf(`/AA<</WC${JS}>>`)],
    ['an action of the page', pdf('', [], '', PAGE.replace('>>', `/AA<</O${JS}>>>>`))],
    ['an address on opening', pdf('/OpenAction<</S/URI/URI(https://example.org)>>')],
    ['printing on opening', pdf('/OpenAction<</S/Named/N/Print>>')],
    ['a program to launch', linkTo('<</S/Launch/F(cmd.exe)>>')],
    ['a form that sends itself', linkTo('<</S/SubmitForm/F(https://x.org)>>')],
    ['data to import', linkTo('<</S/ImportData/F(x.fdf)>>')],
    ['a remote document', linkTo('<</S/GoToR/F(x.pdf)/D[0/Fit]>>')],
    ['a document within', linkTo('<</S/GoToE/T<</R/C>>>>')],
    ['a film to play', linkTo('<</S/Rendition/OP 0>>')],
    ['a sound to play', linkTo('<</S/Sound>>')],
    ['an address that is a script', linkTo('<</S/URI/URI(javascript:void\\(0\\))>>')],
    ['an address of a file', linkTo('<</S/URI/URI(file:///etc/passwd)>>')],
    ['an attached file', pdf('/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>', ['<</Type/Filespec/EF<</F 5 0 R>>>>', stream('/Type/EmbeddedFile', 'MZ')])],
    ['a file that goes with the page', pdf('', ['<</Type/Filespec/EF<</F 5 0 R>>>>', stream('/Type/EmbeddedFile', 'MZ')], '', PAGE.replace('>>', '/AF[4 0 R]>>'))],
    ['a file that goes with a font', pdf('', ['<</Type/Filespec/EF<</F 5 0 R>>>>', stream('/Type/EmbeddedFile', 'MZ')], '', PAGE.replace('>>', '/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica/AF[4 0 R]>>>>>>>>'))],
    ['an attachment as a note', annotated('/Subtype/FileAttachment')],
    ['a document that the trailer names', pdf('', [stream('', deflateSync('PK'))], '/AdditionalStreams[/application#2Fvnd#2Eoasis 4 0 R]')],
    ['an XFA form over pages', pdf('/AcroForm<</XFA 4 0 R/Fields[]>>', [stream('', '<xdp/>')])],
    ['an XFA form in parts', pdf('/AcroForm<</XFA[(template)4 0 R]/Fields[]>>', [stream('', '<t/>')])],
    ['rich media', annotated('/Subtype/RichMedia')],
    ['settings of rich media', annotated('/Subtype/Link/RichMediaSettings<<>>')],
    ['a film', annotated('/Subtype/Movie')],
    ['a screen', annotated('/Subtype/Screen')],
    ['a model in three dimensions', annotated('/Subtype/3D')],
    ['PostScript', pdf('', [stream('/Type/XObject/Subtype/PS', 'quit')], '', PAGE.replace('>>', '/Resources<</XObject<</P 4 0 R>>>>>>'))],
    ['a script among the colours of the page', pdf('', [], '', PAGE.replace('>>', `/Resources<</ColorSpace<</C${JS}>>>>>>`))],
    ['a script in a trailer', pdf('', [], `/Extra${JS}`)],
  ]; // prettier-ignore
}

/** Where one reader finds something and another nothing: what viewers go by does not lead there. */
export function shadowedPdfs(): [string, Buffer][] {
  const shadow = '99 0 obj\n<</S/JavaScript/JS(x)>>\nendobj\n';
  const late = Buffer.from(`4 0 obj${JS}endobj\n%%EOF\n`);
  return [
    ['a script that nothing refers to', pdf('', [JS])],
    ['a script in a stream that nothing refers to', pdf('', [objectStream([JS_OBJECT])])],
    ['a second definition that no table names', Buffer.concat([pdf('/OpenAction 4 0 R', ['<</S/GoTo/D[3 0 R/Fit]>>']), late])],
    ['a script that an update hides', updated(pdf('/OpenAction 4 0 R', [JS]), 4, '<</S/GoTo/D[3 0 R/Fit]>>')],
    ['a script inside the bytes of a stream', pdf('', [stream('', shadow)])],
    ['a script inside a comment', Buffer.concat([pdf().subarray(0, 15), Buffer.from(`%${shadow.replaceAll('\n', ' ')}\n`), pdf().subarray(15)])],
    ['a script in an object that never ends', pdf('', ['<</S/JavaScript/JS(x) [1 2'])],
    ['an object stream that expands to 200 MB, and nobody opens', pdf('', [stream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', zeros(200))])],
    ['an object stream that does not open', pdf('', [stream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', 'no zlib')])],
    ['an encryption that only a stream states', pdf('', [stream('/Type/XRef/W[1 1 1]/Size 1/Root 1 0 R/Encrypt 9 0 R', '')])],
    ['arrays nested 200,000 deep', pdf('', ['['.repeat(200_000)])],
    ['half a million objects', Buffer.concat([pdf().subarray(0, 15), Buffer.from(Array.from({ length: 500_000 }, (_, n) => `${n + 9} 0 obj 1\n`).join('')), pdf()])],
  ]; // prettier-ignore
}

function zeros(megabytes: number): Buffer {
  return deflateSync(Buffer.alloc(megabytes * 1024 * 1024, ' '));
}

export async function refusedPdfs(): Promise<CorpusFile[]> {
  const numbers = Buffer.from(`20 0 [${'1 '.repeat(10_000_000)}]`);
  const files: [string, string, Buffer][] = [
    ['one that needs a password', 'file-encrypted', await kitPdf({ userPassword: 'secret', pdfVersion: '1.7ext3' })],
    ['one that needs a password, of an older kind', 'file-encrypted', await kitPdf({ userPassword: 'secret' })],
    ['an encryption that nobody knows', 'file-encrypted', pdf('', [], '/Encrypt<</Filter/Standard/V 4>>')],
    ['a catalogue alone', 'file-unreadable', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')],
    ['no page in the tree', 'file-no-pages', Buffer.from(pdf().toString('latin1').replace('[3 0 R]/Count 1', '[     ]/Count 0'), 'latin1')],
    ['an XFA form that makes its pages when it is opened', 'file-no-pages', pdf('/NeedsRendering true/AcroForm<</XFA[(template)4 0 R]/Fields[]>>', [stream('', '<t/>')])],
    ['ten million numbers in an object stream', 'file-too-complex', linkInStream('', { pack: () => deflateSync(numbers) })],
    ['no object at all', 'file-unreadable', Buffer.from('%PDF-1.4\n%%EOF')],
    ['no catalogue', 'file-unreadable', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Pages>>endobj\n%%EOF')],
    ['a catalogue within the trailer', 'file-unreadable', Buffer.from(`%PDF-1.4\ntrailer<</Root<</Type/Catalog/OpenAction${JS}>>>>\n%%EOF\n`)],
    ['zeros', 'file-unreadable', Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(5000), Buffer.from('\n%%EOF')])],
    ['cut in the middle', 'file-unreadable', pdf().subarray(0, 150)],
    ['one that is an archive too', 'unsupported-file-type', Buffer.concat([pdf(), makeZip()])],
    ['one behind the start of a page for browsers', 'unsupported-file-type', Buffer.concat([Buffer.from('<html>'), pdf()])],
    ['one behind the first line of a script', 'unsupported-file-type', Buffer.concat([Buffer.from('#!/bin/sh\n'), pdf()])],
    ['one behind more than a reader looks through', 'unsupported-file-type', Buffer.concat([Buffer.alloc(1024, 'x'), pdf()])],
  ]; // prettier-ignore
  return files.map(([what, verdict, content]) => [what, 'a.pdf', content, verdict]);
}
