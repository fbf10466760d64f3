import { OPERATIONS_UID, OVERVIEW_UID } from './ids';
import { operationsLink, siblingLinks } from './links';

describe('siblingLinks', () => {
  const kept = (uid: string): Record<string, boolean> =>
    Object.fromEntries(
      siblingLinks(uid)
        .map((link) => link.build())
        .map(({ title, keepTime }) => [title, keepTime])
    );

  it('lead to all dashboards but the own, and take the range along except to what is about now', () => {
    expect(kept(OVERVIEW_UID)).toEqual({ Operations: false, 'Data health': true, Runbooks: true });
    expect(kept(OPERATIONS_UID)).toEqual({ 'Production Analytics': false, 'Data health': false, Runbooks: false });
  });

  it('keep the choice of the variables', () => {
    expect(siblingLinks(OVERVIEW_UID).every((link) => link.build().includeVars)).toBe(true);
  });
});

describe('operationsLink', () => {
  it('leads to two days around the point, and to the site of a line', () => {
    const address = '/d/lopan-operations?time=${__value.time}&time.window=172800000&${role:queryparam}';
    expect(operationsLink('').url).toBe(address);
    expect(operationsLink('${__field.labels.site}').url).toBe(`${address}&var-site=\${__field.labels.site}`);
  });
});
