import { fileNameProblem } from '../../../core/loads/file-name';

describe('the name of a dropped file', () => {
  it.each(['prices.csv', 'prices.csv.gz', 'Preise März 2026.txt', 'prices', '.hidden.csv'])(
    'can be "%s"',
    (name) => {
      expect(fileNameProblem('sales/prices/', name)).toBeUndefined();
    },
  );

  it.each([
    ['', 'is empty'],
    [' ', 'is empty'],
    ['a/b.csv', 'slash'],
    ['a\\b.csv', 'slash'],
    ['..', 'is not a file'],
    ['a\nb.csv', 'not seen'],
    ['a\u202egpj.csv', 'not seen'],
    ['a.csv ', 'space'],
    ['a.XLSX', 'is not a CSV file'],
    ['ä'.repeat(506), 'too long'],
  ])('cannot be "%s"', (name, problem) => {
    expect(fileNameProblem('sales/prices/', name)).toContain(problem);
  });
});
