import { describe, expect, it } from 'vitest';
import { doneAgain, noSteps, takenBack, withStep } from './undo';

describe('steps', () => {
  it('are taken back and done again in order', () => {
    const two = withStep(withStep(noSteps<string>(), 'a'), 'b');
    const [last, one] = takenBack(two) ?? ['', noSteps<string>()];
    expect(last).toBe('b');
    expect(doneAgain(one)?.[0]).toBe('b');
    expect(takenBack(one)?.[0]).toBe('a');
    expect(takenBack(noSteps())).toBeNull();
  });
  it('forget what was taken back once there is a new one', () => {
    const [, back] = takenBack(withStep(noSteps<string>(), 'a')) ?? ['', noSteps<string>()];
    expect(doneAgain(withStep(back, 'c'))).toBeNull();
  });
});
