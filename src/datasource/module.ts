import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './components/ConfigEditor';
import { QueryEditor } from './components/QueryEditor';
import { QueryHelp } from './components/QueryHelp';
import { LopanDataSource } from './datasource';
import type { LopanJsonData, LopanQuery, LopanSecureJsonData } from './types';

export const plugin = new DataSourcePlugin<LopanDataSource, LopanQuery, LopanJsonData, LopanSecureJsonData>(
  LopanDataSource
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor)
  .setQueryEditorHelp(QueryHelp);
