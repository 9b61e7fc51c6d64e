import { deflateSync } from 'node:zlib';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import PdfKit from 'pdfkit';
import { buffer } from 'node:stream/consumers';
import { makePdf, pattern } from './sample-files.ts';

export type CorpusFile = readonly [what: string, fileName: string, content: Buffer, verdict: string];

const PAGE_TREE = '<</Type/Pages/Kids[3 0 R]/Count 1>>';
const PAGE = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]>>';

/** A whole PDF: object 1 is the catalogue with `catalog` in it, 2 and 3 are the pages, `more` begins at 4. */
function pdf(catalog = '', more: (string | Buffer)[] = [], trailer = '', page = PAGE): Buffer {
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

function stream(dictionary: string, content: Buffer | string): Buffer {
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

function updated(original: Buffer, addition: string): Buffer {
  return Buffer.concat([
    original,
    Buffer.from(`${addition}\ntrailer\n<</Size 9/Root 1 0 R/Prev 0>>\nstartxref\n0\n%%EOF\n`),
  ]);
}

export async function honestPdfs(): Promise<CorpusFile[]> {
  const link = '<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org)>>>>';
  const files: [string, Buffer][] = [
    ['the smallest with a page', pdf()],
    ['padding and no trailer', makePdf(3000)],
    ['a catalogue alone', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')],
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
    ['an update that adds an object', updated(pdf(), '5 0 obj<</Title(x)>>endobj')],
    ['an update that replaces the page', updated(pdf(), `3 0 obj${PAGE}endobj`)],
    ['two ends, as linearized files have them', updated(pdf('', ['<</Linearized 1/L 900/N 1>>']), '')],
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
    ['an indirect length', pdf('', [Buffer.from('<</Length 5 0 R>>\nstream\nq Q\nendstream'), '3'])],
    ['a megabyte of junk between', Buffer.concat([pdf(), pattern(1_000_000), Buffer.from('\n%%EOF')])],
    ['a broken object', pdf('', ['<</A [1 2 (never closed >>'])],
  ];
  return files.map(([what, content]) => [what, 'a.pdf', content, 'application/pdf']);
}

function activePdfs(): [string, Buffer][] {
  const inStream = (body: string): Buffer => pdf('', [objectStream([[20, '<</A 1>>'], [21, body]])]); // prettier-ignore
  const shadow = '99 0 obj\n<</S/JavaScript/JS(x)>>\nendobj\n';
  return [
    ['a script on opening', pdf(`/OpenAction${JS}`)],
    ['a script on opening, by reference', pdf('/OpenAction 4 0 R', [JS])],
    ['a script in a name tree', pdf(`/Names<</JavaScript<</Names[(a)${JS}]>>>>`)],
    ['a script that nothing refers to', pdf('', [JS])],
    ['a script in a stream', pdf('', ['<</S/JavaScript/JS 5 0 R>>', stream('', 'app.alert(1)')])],
    ['a script in an object stream', inStream(JS)],
    ['a script in an object stream without a filter', pdf('', [objectStream([JS_OBJECT], { filter: '', pack: (b) => b })])],
    ['a script in an object stream with an array of one filter', pdf('', [objectStream([JS_OBJECT], { filter: '/Filter[/FlateDecode]' })])],
    ['a script in an object stream of the wrong length', pdf('', [Buffer.from(objectStream([JS_OBJECT]).toString('latin1').replace(/\/Length \d+/, '/Length 5'), 'latin1')])],
    ['a name with a hexadecimal escape', pdf('', ['<</S/J#61vaScript/JS(x)>>'])],
    ['a name with a lower-case escape', pdf('', ['<</S/#4aavaScript/JS(x)>>'])],
    ['an escaped key', pdf('/#4fpenAction<</S/URI/URI(https://x.org)>>')],
    ['an escape within an object stream', inStream('<</#53/Java#53cript>>')],
    ['the kind of action by reference', pdf('', ['<</S 5 0 R/D 1>>', '/JavaScript'])],
    ['a script as a string alone', pdf('', ['<</JS(x)>>'])],
    ['a script as hexadecimal', pdf('', ['<</JS<61>>>'])],
    ['a script behind another action', pdf('', [`<</S/GoTo/D[3 0 R/Fit]/Next${JS}>>`])],
    ['a script deep in arrays', pdf('', [`[[[[<</A[${JS}]>>]]]]`])],
    ['a script of a form field', pdf('/AcroForm<</Fields[4 0 R]>>', [`<</FT/Tx/AA<</K${JS}>>>>`])],
    ['a page action', pdf('/AA<</O<</S/GoTo/D[3 0 R/Fit]>>>>')],
    ['an address on opening', pdf('/OpenAction<</S/URI/URI(https://example.org)>>')],
    ['printing on opening', pdf('/OpenAction<</S/Named/N/Print>>')],
    ['a program to launch', pdf('', ['<</S/Launch/F(cmd.exe)>>'])],
    ['a form that sends itself', pdf('', ['<</S/SubmitForm/F(https://x.org)>>'])],
    ['data to import', pdf('', ['<</S/ImportData/F(x.fdf)>>'])],
    ['a remote document', pdf('', ['<</S/GoToR/F(x.pdf)/D[0/Fit]>>'])],
    ['a document within', pdf('', ['<</S/GoToE/T<</R/C>>>>'])],
    ['a film to play', pdf('', ['<</S/Rendition/OP 0>>'])],
    ['a sound to play', pdf('', ['<</S/Sound>>'])],
    ['an address that is a script', pdf('', ['<</S/URI/URI(javascript:alert\\(1\\))>>'])],
    ['an address of a file', pdf('', ['<</S/URI/URI(file:///etc/passwd)>>'])],
    ['an attached file', pdf('/Names<</EmbeddedFiles<</Names[(a)4 0 R]>>>>', ['<</Type/Filespec/EF<</F 5 0 R>>>>', stream('/Type/EmbeddedFile', 'MZ')])],
    ['an attached file that no tree names', pdf('', ['<</Type/Filespec/EF<</F 5 0 R>>>>', stream('', 'MZ')])],
    ['the stream of an attached file alone', pdf('', [stream('/Type/EmbeddedFile', 'MZ')])],
    ['an attachment as a note', pdf('', ['<</Type/Annot/Subtype/FileAttachment/Rect[0 0 1 1]>>'])],
    ['an XFA form', pdf('/AcroForm<</XFA 4 0 R/Fields[]>>', [stream('', '<xdp/>')])],
    ['an XFA form in parts', pdf('/AcroForm<</XFA[(template)4 0 R]/Fields[]>>', [stream('', '<t/>')])],
    ['rich media', pdf('', ['<</Type/Annot/Subtype/RichMedia/Rect[0 0 1 1]>>'])],
    ['settings of rich media', pdf('', ['<</RichMediaSettings<<>>>>'])],
    ['a film', pdf('', ['<</Type/Annot/Subtype/Movie/Rect[0 0 1 1]>>'])],
    ['a screen', pdf('', ['<</Type/Annot/Subtype/Screen/Rect[0 0 1 1]>>'])],
    ['a model in three dimensions', pdf('', ['<</Type/Annot/Subtype/3D/Rect[0 0 1 1]>>'])],
    ['PostScript', pdf('', [stream('/Subtype/PS', 'quit')])],
    ['a script in an update', updated(pdf(), `4 0 obj${JS}endobj`)],
    ['a script that an update hides', updated(pdf('/OpenAction 4 0 R', [JS]), '4 0 obj<</S/GoTo/D[3 0 R/Fit]>>endobj')],
    ['a script inside the bytes of a stream', pdf('', [stream('', shadow)])],
    ['a script inside a comment', Buffer.concat([pdf().subarray(0, 15), Buffer.from(`%${shadow.replaceAll('\n', ' ')}\n`), pdf().subarray(15)])],
    ['a script in an object that never ends', pdf('', ['<</S/JavaScript/JS(x) [1 2'])],
    ['a script in a trailer', pdf('', [], `/Extra${JS}`)],
    ['a script in a catalogue within the trailer', Buffer.from(`%PDF-1.4\ntrailer<</Root<</Type/Catalog/OpenAction${JS}>>>>\n%%EOF\n`)],
  ]; // prettier-ignore
}

function zeros(megabytes: number): Buffer {
  return deflateSync(Buffer.alloc(megabytes * 1024 * 1024, ' '));
}

export function hostilePdfs(): CorpusFile[] {
  const bomb = stream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', zeros(200));
  const overlap = Array.from({ length: 60 }, (_, n) => `${n + 9} 0 obj<<>>stream\n${'x'.repeat(200)}`).join('\n');
  const files: [string, string, Buffer][] = [
    ['encrypted', 'file-encrypted', pdf('', ['<</Filter/Standard/V 1/R 2/O<00>/U<00>/P -4>>'], '/Encrypt 4 0 R')],
    ['encrypted, stated in place', 'file-encrypted', pdf('', [], '/Encrypt<</Filter/Standard/V 4>>')],
    ['encrypted, stated in a cross-reference stream', 'file-encrypted', pdf('', [stream('/Type/XRef/W[1 1 1]/Size 1/Root 1 0 R/Encrypt 9 0 R', '')])],
    ['encrypted, with scripts', 'file-encrypted', pdf('', [JS], '/Encrypt<</Filter/Standard>>')],
    ['an object stream that expands to 200 MB', 'file-too-complex', pdf('', [bomb])],
    ['arrays nested 200,000 deep', 'file-too-complex', pdf('', ['['.repeat(200_000)])],
    ['streams that overlap', 'file-too-complex', Buffer.concat([pdf().subarray(0, 60), Buffer.from(`${overlap}\nendstream\n`), pdf()])],
    ['half a million objects', 'file-too-complex', Buffer.concat([pdf().subarray(0, 15), Buffer.from(Array.from({ length: 500_000 }, (_, n) => `${n + 9} 0 obj 1\n`).join('')), pdf()])],
    ['an object stream that does not open', 'file-unreadable', pdf('', [stream('/Type/ObjStm/N 1/First 4/Filter/FlateDecode', 'no zlib')])],
    ['an object stream of two filters', 'file-unreadable', pdf('', [objectStream([JS_OBJECT], { filter: '/Filter[/ASCIIHexDecode/FlateDecode]' })])],
    ['an object stream with a predictor', 'file-unreadable', pdf('', [objectStream([JS_OBJECT], { filter: '/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>' })])],
    ['an object stream of another filter', 'file-unreadable', pdf('', [objectStream([JS_OBJECT], { filter: '/Filter/LZWDecode' })])],
    ['an object stream that states too many objects', 'file-unreadable', pdf('', [stream('/Type/ObjStm/N 9/First 4', '20 0 <<>>')])],
    ['no object at all', 'file-unreadable', Buffer.from('%PDF-1.4\n%%EOF')],
    ['no catalogue', 'file-unreadable', Buffer.from('%PDF-1.4\n1 0 obj<</Type/Pages>>endobj\n%%EOF')],
    ['zeros', 'file-unreadable', Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.alloc(5000), Buffer.from('\n%%EOF')])],
    ['cut in the middle', 'unsupported-file-type', pdf().subarray(0, 150)],
  ]; // prettier-ignore
  return [
    ...activePdfs().map(([what, content]): CorpusFile => [what, 'a.pdf', content, 'file-active-content']),
    ...files.map(([what, verdict, content]): CorpusFile => [what, 'a.pdf', content, verdict]),
  ];
}
