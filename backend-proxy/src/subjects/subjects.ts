import type { Pool } from 'pg';
import { fetchSubject, type SubjectExport } from '../db/read-models/subject';
import { audit } from '../db/stores/audit-log';
import type { ErasureReceipt, SubjectStore } from '../db/stores/subject-store';
import type { Pseudonymizer } from '../ingest/privacy';

/**
 * People's own data. Takes ids as people know them and turns them into pseudonyms right here: below this nothing knows
 * a raw id, and neither logs nor the audit hold any.
 */
export class Subjects {
  constructor(
    private readonly pool: Pool,
    private readonly store: Pick<SubjectStore, 'erase'>,
    private readonly pseudonymize: Pseudonymizer
  ) {}

  /** Everything stored about a person; null when nothing is. @param userId UUID in lower case */
  async export(userId: string, actor: string): Promise<SubjectExport | null> {
    const found = await fetchSubject(this.pool, this.pseudonymize(userId));
    await audit(this.pool, actor, 'subject.export', { found: found !== null });
    return found;
  }

  /** Erases all about a person; null when nothing is stored. @param userId UUID in lower case */
  erase(userId: string, actor: string): Promise<ErasureReceipt | null> {
    return this.store.erase(this.pseudonymize(userId), actor);
  }
}
