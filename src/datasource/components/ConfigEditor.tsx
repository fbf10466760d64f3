import type { DataSourcePluginOptionsEditorProps } from '@grafana/data';
import { Divider, Field, FieldSet, Input, SecretInput, Text } from '@grafana/ui';
import { labels } from '../labels';
import type { LopanJsonData, LopanSecureJsonData } from '../types';
import { DEFAULT_TIMEOUT_SECONDS, timeoutError, urlError } from '../settings';
import { HeadersEditor } from './HeadersEditor';
import { TlsEditor } from './TlsEditor';

export type ConfigEditorProps = DataSourcePluginOptionsEditorProps<LopanJsonData, LopanSecureJsonData>;

const WIDTH = 50;
const texts = labels.config;

/** Settings of the data source. What a file has provisioned is shown but cannot be changed; Grafana says so above. */
export function ConfigEditor(props: ConfigEditorProps) {
  const { options, onOptionsChange } = props;
  const { url, jsonData, secureJsonData, secureJsonFields, readOnly } = options;
  const wrongUrl = urlError(url);
  const wrongTimeout = timeoutError(jsonData.timeout);

  return (
    <>
      <Text element="p" color="secondary">
        {texts.intro}
      </Text>
      <Divider />
      <FieldSet label={texts.connection} disabled={readOnly}>
        <Field {...texts.url} required invalid={wrongUrl !== null} error={wrongUrl} htmlFor="lopan-url">
          <Input
            id="lopan-url"
            width={WIDTH}
            value={url}
            placeholder="http://localhost:4000"
            onChange={({ currentTarget }) => onOptionsChange({ ...options, url: currentTarget.value.trim() })}
          />
        </Field>
        <Field {...texts.apiKey} htmlFor="lopan-api-key">
          <SecretInput
            id="lopan-api-key"
            width={WIDTH}
            value={secureJsonData?.apiKey ?? ''}
            isConfigured={secureJsonFields?.apiKey ?? false}
            onChange={({ currentTarget }) =>
              onOptionsChange({ ...options, secureJsonData: { ...secureJsonData, apiKey: currentTarget.value } })
            }
            onReset={() =>
              onOptionsChange({
                ...options,
                secureJsonData: { ...secureJsonData, apiKey: '' },
                secureJsonFields: { ...secureJsonFields, apiKey: false },
              })
            }
          />
        </Field>
        <Field
          label={texts.timeout.label}
          description={texts.timeout.description(DEFAULT_TIMEOUT_SECONDS)}
          invalid={wrongTimeout !== null}
          error={wrongTimeout}
          htmlFor="lopan-timeout"
        >
          <Input
            id="lopan-timeout"
            type="number"
            min={1}
            width={20}
            suffix="s"
            value={jsonData.timeout ?? ''}
            placeholder={String(DEFAULT_TIMEOUT_SECONDS)}
            onChange={({ currentTarget }) =>
              onOptionsChange({
                ...options,
                jsonData: {
                  ...jsonData,
                  timeout: currentTarget.value === '' ? undefined : currentTarget.valueAsNumber,
                },
              })
            }
          />
        </Field>
      </FieldSet>
      <Divider />
      <TlsEditor {...props} />
      <Divider />
      <HeadersEditor {...props} />
    </>
  );
}
