import { Field, FieldSet, Input, SecretTextArea, Switch } from '@grafana/ui';
import type { ConfigEditorProps } from './ConfigEditor';

/** Switches of `jsonData`, and PEM texts of `secureJsonData`. */
type Flag = 'tlsAuthWithCACert' | 'tlsAuth' | 'tlsSkipVerify';
type Pem = 'tlsCACert' | 'tlsClientCert' | 'tlsClientKey';

/** How the proxy's certificate is checked, and how Grafana proves who it is. Certificates are text, never paths. */
export function TlsEditor(props: ConfigEditorProps) {
  const { options, onOptionsChange } = props;
  const { jsonData, readOnly } = options;
  return (
    <FieldSet label="TLS" disabled={readOnly}>
      <FlagField
        {...props}
        name="tlsAuthWithCACert"
        label="Trust a certificate authority of your own"
        description="For a proxy whose certificate no public authority has signed"
      />
      {jsonData.tlsAuthWithCACert && (
        <>
          <PemField {...props} name="tlsCACert" label="CA certificate" kind="CERTIFICATE" />
          <Field
            label="Server name"
            description="Host that the certificate is for, where it is not that of the URL"
            htmlFor="lopan-tls-server-name"
          >
            <Input
              id="lopan-tls-server-name"
              width={50}
              value={jsonData.serverName ?? ''}
              onChange={({ currentTarget }) =>
                onOptionsChange({
                  ...options,
                  jsonData: { ...jsonData, serverName: currentTarget.value.trim() || undefined },
                })
              }
            />
          </Field>
        </>
      )}
      <FlagField
        {...props}
        name="tlsAuth"
        label="Present a client certificate"
        description="For a gateway in front of the proxy that asks who calls"
      />
      {jsonData.tlsAuth && (
        <>
          <PemField {...props} name="tlsClientCert" label="Client certificate" kind="CERTIFICATE" />
          <PemField {...props} name="tlsClientKey" label="Client key" kind="PRIVATE KEY" />
        </>
      )}
      <FlagField
        {...props}
        name="tlsSkipVerify"
        label="Skip certificate check"
        description="Accepts any certificate, so anybody between Grafana and the proxy can read along. For tests only."
      />
    </FieldSet>
  );
}

interface FlagProps extends ConfigEditorProps {
  name: Flag;
  label: string;
  description: string;
}

function FlagField({ options, onOptionsChange, name, label, description }: FlagProps) {
  const { jsonData, readOnly } = options;
  const id = `lopan-${name}`;
  return (
    <Field label={label} description={description} htmlFor={id}>
      <Switch
        id={id}
        disabled={readOnly}
        value={jsonData[name] ?? false}
        onChange={({ currentTarget }) =>
          onOptionsChange({ ...options, jsonData: { ...jsonData, [name]: currentTarget.checked } })
        }
      />
    </Field>
  );
}

interface PemProps extends ConfigEditorProps {
  name: Pem;
  label: string;
  /** What the PEM text says it is. */
  kind: string;
}

function PemField({ options, onOptionsChange, name, label, kind }: PemProps) {
  const { secureJsonData, secureJsonFields, readOnly } = options;
  const id = `lopan-${name}`;
  const write = (text: string) => ({ ...options, secureJsonData: { ...secureJsonData, [name]: text } });
  return (
    <Field label={label} description="As PEM text" htmlFor={id}>
      <SecretTextArea
        id={id}
        cols={60}
        rows={6}
        disabled={readOnly}
        placeholder={`-----BEGIN ${kind}-----`}
        value={secureJsonData?.[name] ?? ''}
        isConfigured={secureJsonFields?.[name] ?? false}
        onChange={({ currentTarget }) => onOptionsChange(write(currentTarget.value))}
        onReset={() => onOptionsChange({ ...write(''), secureJsonFields: { ...secureJsonFields, [name]: false } })}
      />
    </Field>
  );
}
