import { Field, FieldSet, SecretTextArea, Switch } from '@grafana/ui';
import type { ConfigEditorProps } from './ConfigEditor';

/** How the proxy's certificate is checked. */
export function TlsEditor({ options, onOptionsChange }: ConfigEditorProps) {
  const { jsonData, secureJsonData, secureJsonFields, readOnly } = options;
  return (
    <FieldSet label="TLS" disabled={readOnly}>
      <Field
        label="Trust a certificate authority of your own"
        description="For a proxy whose certificate no public authority has signed"
        htmlFor="lopan-tls-ca"
      >
        <Switch
          id="lopan-tls-ca"
          disabled={readOnly}
          value={jsonData.tlsAuthWithCACert ?? false}
          onChange={({ currentTarget }) =>
            onOptionsChange({ ...options, jsonData: { ...jsonData, tlsAuthWithCACert: currentTarget.checked } })
          }
        />
      </Field>
      {jsonData.tlsAuthWithCACert && (
        <Field label="CA certificate" description="As PEM text" htmlFor="lopan-tls-ca-cert">
          <SecretTextArea
            id="lopan-tls-ca-cert"
            cols={60}
            rows={6}
            disabled={readOnly}
            placeholder="-----BEGIN CERTIFICATE-----"
            value={secureJsonData?.tlsCACert ?? ''}
            isConfigured={secureJsonFields?.tlsCACert ?? false}
            onChange={({ currentTarget }) =>
              onOptionsChange({ ...options, secureJsonData: { ...secureJsonData, tlsCACert: currentTarget.value } })
            }
            onReset={() =>
              onOptionsChange({
                ...options,
                secureJsonData: { ...secureJsonData, tlsCACert: '' },
                secureJsonFields: { ...secureJsonFields, tlsCACert: false },
              })
            }
          />
        </Field>
      )}
      <Field
        label="Skip certificate check"
        description="Accepts any certificate, so anybody between Grafana and the proxy can read along. For tests only."
        htmlFor="lopan-tls-skip"
      >
        <Switch
          id="lopan-tls-skip"
          disabled={readOnly}
          value={jsonData.tlsSkipVerify ?? false}
          onChange={({ currentTarget }) =>
            onOptionsChange({ ...options, jsonData: { ...jsonData, tlsSkipVerify: currentTarget.checked } })
          }
        />
      </Field>
    </FieldSet>
  );
}
