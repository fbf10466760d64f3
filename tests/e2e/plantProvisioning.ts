/** The provisioning of a plant in a folder of its own, generated as `npm run generate` does, with rules that hurry. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { EMPTY_MANIFEST, generate, MANIFEST_PATH, readManifest, readPlant, type MixinConfig } from '../../mixin/src';

/** What makes a test of minutes of what takes hours in a plant: the same rules, evaluated and told more often. */
const HURRY: Partial<MixinConfig['alerts']> = {
  interval: '10s',
  dayInterval: '10s',
  longInterval: '10s',
  unreachableAfter: '20s',
  retentionPending: '0s',
  groupWait: '5s',
  groupInterval: '10s',
};

export class PlantProvisioning {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), 'lopan-plant-'));
  #manifest = EMPTY_MANIFEST;

  /** The plant's configuration file, which the proxy reads too. */
  readonly plantFile = path.join(this.#folder, 'plant.yaml');
  /** What Grafana reads. */
  readonly provisioning = path.join(this.#folder, 'provisioning');
  /** Data of a Grafana that is started again and again. */
  readonly data = path.join(this.#folder, 'grafana');

  constructor() {
    fs.mkdirSync(this.data);
  }

  /** Writes the plant's file, and everything that follows from it. */
  generate(plant: string): void {
    fs.writeFileSync(this.plantFile, plant);
    const config = readPlant(plant, this.plantFile);
    const files = generate({ ...config, alerts: { ...config.alerts, ...HURRY } }, this.#manifest);
    this.#manifest = readManifest(files.get(MANIFEST_PATH) ?? '');
    fs.rmSync(this.provisioning, { recursive: true, force: true });
    for (const [file, content] of files) {
      const full = path.join(this.#folder, file);
      fs.mkdirSync(path.dirname(full), { recursive: true });
      fs.writeFileSync(full, content);
    }
  }

  /** Replaces what Grafana reads by the files of the uninstall recipe. */
  uninstall(): void {
    fs.rmSync(this.provisioning, { recursive: true });
    for (const name of ['alerting', 'datasources']) {
      fs.mkdirSync(path.join(this.provisioning, name), { recursive: true });
      const file = path.join(this.#folder, 'docs', 'uninstall', `${name}.yaml`);
      fs.copyFileSync(file, path.join(this.provisioning, name, 'lopan.yaml'));
    }
    for (const name of ['dashboards', 'plugins']) {
      fs.mkdirSync(path.join(this.provisioning, name));
    }
    fs.writeFileSync(
      path.join(this.provisioning, 'dashboards', 'lopan.yaml'),
      fs.readFileSync(path.join(__dirname, '..', '..', 'provisioning', 'dashboards', 'lopan.yaml'))
    );
    fs.mkdirSync(path.join(this.provisioning, 'dashboards', 'lopan'));
  }

  remove(): void {
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}
