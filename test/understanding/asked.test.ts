import { expect, test } from 'vitest';
import { said } from './reading.ts';

test.each([
  ['how many months of guarantee do I have?', 'warranty_length'],
  ['when does the warranty end?', 'warranty_length'],
  ['质保期是多长时间', 'warranty_length'],
  ['保修几年啊', 'warranty_length'],
  ['is it still under warranty?', 'warranty_terms'],
  ['保修期内吗', 'warranty_terms'],
  ['how much do you charge for a repair', 'repair_cost'],
  ['what would it cost to fix my dome', 'repair_cost'],
  ['修好要多少钱', 'repair_cost'],
  ['how long does a repair take?', 'repair_time'],
  ['how much is a new camera?', 'order'],
  ['please erase all my data', 'delete_data'],
  ['I want my personal data deleted', 'delete_data'],
  ['把我的个人资料删除', 'delete_data'],
  ['who can see my data?', 'privacy'],
])('%s asks for %s', (text, topic) => expect(said(text, 'need')).toEqual([`ASKED ${topic}`]));

test.each(['the recorder deleted my recordings', '录像被删了', '硬盘里我的数据都没了'])(
  '%s is a fault, and no wish to be forgotten',
  (text) => expect(said(text, 'describe')).toEqual(['FAULTS recording_playback']),
);
