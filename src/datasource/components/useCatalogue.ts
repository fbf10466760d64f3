import { useEffect, useState } from 'react';
import { messageOf } from '../../common/messageOf';
import type { Catalogue } from '../catalogue';
import type { LopanDataSource } from '../datasource';

/** The catalogue while it is asked for, once it is there, or why it is not. */
export interface CatalogueState {
  catalogue?: Catalogue;
  error?: string;
}

/** Asks a data source for its catalogue. */
export function useCatalogue(datasource: LopanDataSource): CatalogueState {
  const [state, setState] = useState<CatalogueState>({});
  useEffect(() => {
    let isCurrent = true;
    const settle = (next: CatalogueState) => isCurrent && setState(next);
    datasource
      .getCatalogue()
      .then((catalogue) => settle({ catalogue }))
      .catch((error: unknown) => settle({ error: messageOf(error) }));
    return () => {
      isCurrent = false;
    };
  }, [datasource]);
  return state;
}
