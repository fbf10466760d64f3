import { getPanelDataSummary } from '@grafana/data';
import { adoptionFrame, adoptionRow } from '../../test/adoption';
import { contractFrames } from '../../test/contract';
import { migrateOptions } from './migrations';
import { suggestHeatmap } from './suggestions';
import { defaults } from './types';

describe('migrateOptions', () => {
  it('fills a panel saved without options', () => {
    expect(migrateOptions({ options: {} })).toEqual(defaults);
    expect(migrateOptions({ options: undefined })).toEqual(defaults);
  });

  it('leaves present options as they are', () => {
    const present = { ...defaults, mode: 'change', rowOrder: 'total', steps: 5, featureVariable: 'feature' };
    expect(migrateOptions({ options: present })).toEqual(present);
  });

  it('replaces what is impossible and drops what is unknown', () => {
    expect(migrateOptions({ options: { mode: 'x', rowOrder: 1, steps: 99, showTotals: 'no', extra: 1 } })).toEqual(
      defaults
    );
  });
});

describe('suggestHeatmap', () => {
  it('is offered for adoption and for nothing else', () => {
    expect(suggestHeatmap(getPanelDataSummary([adoptionFrame([adoptionRow('a', 'x')])]))).toHaveLength(1);
    expect(suggestHeatmap(getPanelDataSummary(contractFrames('summary-table')))).toBeUndefined();
    expect(suggestHeatmap(getPanelDataSummary([]))).toBeUndefined();
  });
});
