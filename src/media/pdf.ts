import { inflateSync } from 'node:zlib';
import { FileRefused } from './refused.ts';

/**
 * What makes a PDF more than pages to read: it runs, opens, sends or carries something, or asks for a password, behind
 * which nobody can look.
 */
const ACTIVE = [
  ...[
    'JavaScript',
    'JS',
    'Launch',
    'EmbeddedFile',
    'EmbeddedFiles',
    'Filespec',
    'RichMedia',
    'XFA',
    'Encrypt',
  ],
  ...['SubmitForm', 'ImportData', 'GoToR', 'GoToE', 'Rendition', 'Movie', 'Sound', '3D', 'AA'],
];
const ACTIVE_NAME = new RegExp(`/(?:${ACTIVE.join('|')})(?![A-Za-z0-9])`);
/** Beginnings of other kinds of file: one that is two things at once is meant for a program, not for a reader. */
const OTHERS = ['PK\x03\x04', 'MZ\x90', '\x7fELF', 'Rar!\x1a', '<script', '<?php', '<html', '<svg'];

/** Streams in which a PDF may keep its objects packed, and how much of them is looked through. */
const PACKED = /\/Type\s*\/ObjStm/;
const STREAM = /stream\r?\n/g;
const MOST_UNPACKED = 32 * 1024 * 1024;

/** Looks through a PDF. Throws FileRefused `unsafe`, or `damaged` where it has no end. */
export function checkPdf(bytes: Buffer): void {
  const text = bytes.toString('latin1');
  if (!text.startsWith('%PDF-')) throw new FileRefused('unsafe', 'the PDF does not begin as one');
  if (!/%%EOF\s*$/.test(text.slice(-1_024))) throw new FileRefused('damaged', 'the PDF has no end');
  const lower = text.toLowerCase();
  if (OTHERS.some((other) => lower.includes(other.toLowerCase()))) {
    throw new FileRefused('unsafe', 'the PDF is another kind of file as well');
  }
  checkNames(text);
  let left = MOST_UNPACKED;
  for (const packed of packedObjects(text, bytes)) {
    const unpacked = unpack(packed, left);
    left -= unpacked.length;
    checkNames(unpacked.toString('latin1'));
  }
}

/** A name may be written with escapes: `/J#53` is `/JS`. */
function checkNames(text: string): void {
  const plain = text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  const found = ACTIVE_NAME.exec(plain);
  if (found) throw new FileRefused('unsafe', `the PDF has ${found[0]}`);
}

function* packedObjects(text: string, bytes: Buffer): Generator<Buffer> {
  let after = 0;
  for (const { index, 0: mark } of text.matchAll(STREAM)) {
    const head = text.slice(Math.max(after, index - 2_048), index);
    const begin = index + mark.length;
    if (!PACKED.test(head.slice(head.lastIndexOf(' obj') + 1))) continue;
    const end = text.indexOf('endstream', begin);
    if (end < 0) throw new FileRefused('damaged', 'a stream of the PDF has no end');
    after = end;
    yield bytes.subarray(begin, end);
  }
}

function unpack(packed: Buffer, most: number): Buffer {
  try {
    return inflateSync(packed, { maxOutputLength: Math.max(most, 1) });
  } catch {
    throw new FileRefused('unsafe', 'objects of the PDF can not be looked through');
  }
}
