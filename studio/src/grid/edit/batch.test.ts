import { describe, expect, it } from 'vitest';
import { Problem } from '@/api/problem';
import { checkUntouched, failedWith, newEdit, Overtaken, type Batch } from './batch';
import { areaOf } from './paste';
import { turned, workOf } from './work';

const batchOf = (...cells: Batch['cells']): Batch => ({ ...workOf({ cells }), isSaving: true, message: null, waits: false });
const refusal = (errors: Problem['errors'], status = 422) => new Problem({ title: 'No', status, detail: 'It does not fit.', code: 'row.invalid', errors });

describe('cells that were not saved', () => {
  const cells = [newEdit('1', 'title', 'a', 'b'), newEdit('2', 'title', 'a', 'c'), newEdit('2', 'amount', 1, 2)];

  it('are told what the server has against each', () => {
    const failed = failedWith(batchOf(...cells), refusal([{ field: 'changes.1.amount', message: 'Too much.', code: 'x' }]), ['1', '2']);
    expect(failed.cells.map((cell) => cell.problem)).toEqual([null, null, 'Too much.']);
    expect(failed.message).toBeNull();
  });
  it('have one reason where it is about none of them', () => {
    const failed = failedWith(batchOf(...cells), refusal([{ field: 'changes.2.title', message: 'Must be given.', code: 'x' }]), ['1', '2']);
    expect(failed.message).toBe('It does not fit. Must be given.');
    expect(failedWith(batchOf(...cells), refusal([], 503), ['1', '2']).waits).toBe(true);
  });
  it('show what others have put there', () => {
    const [first = newEdit('', '', null, null)] = cells;
    expect(() => checkUntouched([first], () => 'a')).not.toThrow();
    expect(() => checkUntouched([newEdit('1', 'title', null, 'b')], () => undefined)).not.toThrow();
    try {
      checkUntouched([first], () => 'z');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(Overtaken);
      expect(failedWith(batchOf(first), error, ['1']).cells[0]?.other).toEqual({ value: 'z' });
    }
  });
});

describe('taking back', () => {
  it('exchanges what cells held, and deletes what was made', () => {
    const back = turned(workOf({ cells: [newEdit('1', 'title', 'a', 'b')], creates: [{ title: 'n' }] }), [{ id: '9', version: 'v', values: {}, masked: [] }], true);
    expect(back.cells).toEqual([newEdit('1', 'title', 'b', 'a')]);
    expect(back.deletes).toEqual([{ id: '9', again: { title: 'n' } }]);
    expect(turned(back, [], true).creates).toEqual([{ title: 'n' }]);
  });
  it('brings rows back only where there is a bin', () => {
    const work = workOf({ deletes: [{ id: '1', again: null }] });
    expect(turned(work, [], true).brings).toEqual(['1']);
    expect(turned(work, [], false)).toEqual(workOf({}));
  });
});

describe('where pasted cells go', () => {
  it('is from the corner on, or all of what is selected when they fit into it', () => {
    expect(areaOf([['a', 'b']], { top: 2, bottom: 2, left: 1, right: 1 }, 9)).toEqual({ top: 2, bottom: 2, left: 1, right: 2 });
    expect(areaOf([['a']], { top: 2, bottom: 5, left: 1, right: 3 }, 9)).toEqual({ top: 2, bottom: 5, left: 1, right: 3 });
    expect(areaOf([['a'], ['b']], { top: 0, bottom: 2, left: 0, right: 0 }, 9)).toEqual({ top: 0, bottom: 1, left: 0, right: 0 });
    expect(areaOf([['a', 'b', 'c']], { top: 0, bottom: 0, left: 1, right: 1 }, 3)).toEqual({ top: 0, bottom: 0, left: 1, right: 2 });
  });
});
