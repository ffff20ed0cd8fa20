import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { countKeptFolders } from './count-kept-folders.js';

const limits = (soft: string): string =>
  `Limit                     Soft Limit           Hard Limit           Units     \nMax open files            ${soft}                 524288               files     \n`;

describe('countKeptFolders', () => {
  it('takes a share of the descriptors, a bounded number of them, and none where it is not known', () => {
    assert.equal(countKeptFolders(limits('1024')), 128);
    assert.equal(countKeptFolders(limits('524288')), 4096);
    assert.equal(countKeptFolders(limits('unlimited')), 4096);
    assert.equal(countKeptFolders(''), 0);
  });
});
