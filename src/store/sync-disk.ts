import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
  writeSync,
} from 'node:fs';
import type { DiskFile, WritingDisk } from './disk.ts';

/** The machine's own disk for a thread that has nothing else to do: each call blocks it, and costs a third. */
export const syncDisk: WritingDisk = {
  async open(path, { content }) {
    const fresh = content === 'fresh';
    const file = openSync(path, constants.O_RDWR | constants.O_CREAT | (fresh ? constants.O_TRUNC : 0));
    return appending(file, fresh ? 0 : fstatSync(file).size);
  },
  async rename(from, to) {
    renameSync(from, to);
  },
  async makeFolder(path) {
    mkdirSync(path, { recursive: true });
  },
  async syncFolder(path) {
    if (process.platform === 'win32') return;
    const folder = openSync(path, 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  },
};

function appending(file: number, size: number): DiskFile {
  let end = size;
  return {
    async append(data) {
      let done = 0;
      while (done < data.byteLength) done += writeSync(file, data, done, data.byteLength - done, end + done);
      end += data.byteLength;
    },
    async truncate(length) {
      ftruncateSync(file, length);
      end = length;
    },
    async sync() {
      fsyncSync(file);
    },
    async close() {
      closeSync(file);
    },
  };
}
