import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useState } from 'react';
import { configSettings } from '../../test/configSettings';
import { ConfigEditor } from './ConfigEditor';

/** The editor with a page around it that keeps its settings. */
function renderEditor(overrides: Parameters<typeof configSettings>[0] = {}) {
  const latest = { settings: configSettings(overrides) };
  function Page() {
    const [settings, setSettings] = useState(latest.settings);
    latest.settings = settings;
    return <ConfigEditor options={settings} onOptionsChange={setSettings} />;
  }
  render(<Page />);
  return latest;
}

describe('ConfigEditor', () => {
  it('keeps address, key and timeout, the key as a secret', async () => {
    const latest = renderEditor({ url: '' });
    await userEvent.type(screen.getByLabelText(/^URL/), 'https://proxy:4000');
    await userEvent.type(screen.getByLabelText(/^API key/), 'secret');
    await userEvent.type(screen.getByLabelText(/^Timeout/), '10');
    expect(latest.settings.url).toBe('https://proxy:4000');
    expect(latest.settings.secureJsonData).toEqual({ apiKey: 'secret' });
    expect(latest.settings.jsonData).toEqual({ timeout: 10 });
  });

  it('says at the field what is wrong with the address', async () => {
    renderEditor({ url: '' });
    await userEvent.type(screen.getByLabelText(/^URL/), 'proxy:4000');
    expect(screen.getByRole('alert')).toHaveTextContent('must start with http:// or https://');
  });

  it('replaces a saved key only after a reset', async () => {
    const latest = renderEditor({ secureJsonFields: { apiKey: true } });
    expect(screen.getByLabelText(/^API key/)).toBeDisabled();
    await userEvent.click(screen.getByRole('button', { name: /reset/i }));
    expect(latest.settings.secureJsonFields.apiKey).toBe(false);
  });

  it('asks for a certificate where an own authority is trusted', async () => {
    const latest = renderEditor();
    expect(screen.queryByLabelText(/^CA certificate/)).not.toBeInTheDocument();
    await userEvent.click(screen.getByLabelText(/^Trust a certificate authority/));
    await userEvent.type(screen.getByLabelText(/^CA certificate/), 'PEM');
    expect(latest.settings.secureJsonData).toEqual({ tlsCACert: 'PEM' });
  });

  it('adds and removes headers', async () => {
    const latest = renderEditor();
    await userEvent.click(screen.getByRole('button', { name: 'Add header' }));
    await userEvent.type(screen.getByLabelText('Header 1'), 'X-Plant');
    await userEvent.type(screen.getByLabelText('Value 1'), 'one');
    expect(latest.settings.jsonData).toEqual({ httpHeaderName1: 'X-Plant' });
    expect(latest.settings.secureJsonData).toEqual({ httpHeaderValue1: 'one' });
    await userEvent.click(screen.getByRole('button', { name: 'Remove header X-Plant' }));
    expect(screen.queryByLabelText('Header 1')).not.toBeInTheDocument();
  });

  it('takes a client certificate and the host of the certificate as text', async () => {
    const latest = renderEditor();
    await userEvent.click(screen.getByLabelText(/^Trust a certificate authority/));
    await userEvent.type(screen.getByLabelText(/^Server name/), 'proxy.plant');
    await userEvent.click(screen.getByLabelText(/^Present a client certificate/));
    await userEvent.type(screen.getByLabelText(/^Client certificate/), 'CERT');
    await userEvent.type(screen.getByLabelText(/^Client key/), 'KEY');
    expect(latest.settings.jsonData).toEqual({ tlsAuthWithCACert: true, serverName: 'proxy.plant', tlsAuth: true });
    expect(latest.settings.secureJsonData).toEqual({ tlsClientCert: 'CERT', tlsClientKey: 'KEY' });
  });

  it('cannot be changed where a file has provisioned it, which Grafana says above it', () => {
    renderEditor({ readOnly: true });
    expect(screen.queryByText(/provision/i)).not.toBeInTheDocument();
    expect(screen.getByLabelText(/^URL/)).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Add header' })).toBeDisabled();
  });
});
