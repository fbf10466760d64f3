// Prints, as JSON, which Grafana `npm start` would run and with what settings: node settings.mjs <folder> <port> <password>
import process from 'node:process';
import { findGrafana, grafanaSettings } from '../../scripts/lib/grafana.mjs';

const [, , folder, port, password = ''] = process.argv;
const settings = grafanaSettings({ folder, port: Number(port), password });
process.stdout.write(JSON.stringify({ ...findGrafana(), settings }));
