import { uidOf } from './uid';

describe('uidOf', () => {
  it('joins readable parts', () => {
    expect(uidOf('lopan', 'production_efficiency', 'crit', 'site')).toBe('lopan-production-efficiency-crit-site');
    expect(uidOf('lopan', 'revenue', 'warn', 'userRole')).toBe('lopan-revenue-warn-user-role');
  });

  it('keeps to 40 characters and still tells long ones apart', () => {
    const long = uidOf('lopan', 'performance_impact_score', 'crit', 'appVersion');
    expect(long).toHaveLength(40);
    expect(long).not.toBe(uidOf('lopan', 'performance_impact_score', 'crit', 'deviceType'));
    expect(long).toMatch(/^lopan-performance-impact-score-/);
  });
});
