import { HighWaterMarks } from './high-water-marks.js';

describe('high-water marks', () => {
  it('only rise', () => {
    const marks = new HighWaterMarks(2);
    expect([marks.raise('a', 1), marks.raise('a', 3), marks.raise('a', 3), marks.raise('a', 2)]).toEqual([true, true, false, false]);
    expect([marks.reaches('a', 2), marks.reaches('a', 3), marks.reaches('a', 4), marks.reaches('b', 0)]).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });

  it('forget the one that has not risen for longest', () => {
    const marks = new HighWaterMarks(2);
    marks.raise('a', 1);
    marks.raise('b', 1);
    marks.raise('a', 2);
    marks.raise('c', 1);
    expect(['a', 'b', 'c'].map((key) => marks.reaches(key, 1))).toEqual([true, false, true]);
  });
});
