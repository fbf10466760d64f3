import { Field, FieldSet, Input, SecretTextArea, Switch } from '@grafana/ui';
import { labels } from '../labels';
import type { ConfigEditorProps } from './ConfigEditor';

const texts = labels.config;

/** Switches of `jsonData`, and PEM texts of `secureJsonData`. */
type Flag = 'tlsAuthWithCACert' | 'tlsAuth' | 'tlsSkipVerify';
type Pem = 'tlsCACert' | 'tlsClientCert' | 'tlsClientKey';

/** How the proxy's certificate is checked, and how Grafana proves who it is. Certificates are text, never paths. */
export function TlsEditor(props: ConfigEditorProps) {
  const { options, onOptionsChange } = props;
  const { jsonData, readOnly } = options;
  return (
    <FieldSet label={texts.tls} disabled={readOnly}>
      <FlagField {...props} name="tlsAuthWithCACert" {...texts.ownCa} />
      {jsonData.tlsAuthWithCACert && (
        <>
          <PemField {...props} name="tlsCACert" {...texts.caCertificate} kind="CERTIFICATE" />
          <Field {...texts.serverName} htmlFor="lopan-tls-server-name">
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
      <FlagField {...props} name="tlsAuth" {...texts.clientAuth} />
      {jsonData.tlsAuth && (
        <>
          <PemField {...props} name="tlsClientCert" {...texts.clientCertificate} kind="CERTIFICATE" />
          <PemField {...props} name="tlsClientKey" {...texts.clientKey} kind="PRIVATE KEY" />
        </>
      )}
      <FlagField {...props} name="tlsSkipVerify" {...texts.skipVerify} />
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
    <Field label={label} description={texts.pem} htmlFor={id}>
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
