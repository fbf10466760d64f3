import fs from 'node:fs';
import path from 'node:path';

/** Writes a configuration file into a folder; its path. `yaml` stands below `analytics:`. */
export function writeConfig(folder: string, yaml: string): string {
  const file = path.join(fs.mkdtempSync(path.join(folder, 'config-')), 'plant.yaml');
  const indented = yaml
    .trim()
    .split('\n')
    .map((line) => `  ${line}\n`);
  fs.writeFileSync(file, `analytics:\n${indented.join('')}`);
  return file;
}
