import { uidOf } from './uid';

describe('uidOf', () => {
  it('joins readable parts', () => {
    expect(uidOf('lopan', 'production_efficiency', 'site', 'crit')).toBe('lopan-production-efficiency-site-crit');
    expect(uidOf('lopan', 'revenue', 'userRole', 'warn')).toBe('lopan-revenue-user-role-warn');
  });

  it('keeps to 40 characters, tells long ones apart and leaves the severities of one rule neighbours', () => {
    const uid = (by: string, severity: string): string => uidOf('lopan', 'performance_impact_score', by, severity);
    expect(uid('appVersion', 'crit')).toMatch(/^lopan-performance-impact-[a-z-]*[0-9a-f]{8}-crit$/);
    expect(uid('appVersion', 'crit')).toHaveLength(40);
    expect(uid('appVersion', 'warn')).toBe(uid('appVersion', 'crit').replace(/crit$/, 'warn'));
    expect(uid('deviceType', 'crit')).not.toBe(uid('appVersion', 'crit'));
  });
});
