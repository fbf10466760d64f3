/** Nothing that is installed or built floats: a build of the same commit takes the same packages, modules and images. */
import fs from 'node:fs';
import path from 'node:path';
import { ROOT } from './runScript';

const read = (file: string) => fs.readFileSync(path.join(ROOT, file), 'utf8');

interface Locked {
  version?: string;
  link?: boolean;
  integrity?: string;
  inBundle?: boolean;
}

describe('dependencies', () => {
  it('npm: each has one version and a checksum', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
    const installed = Object.entries(packages).filter(([place, { link }]) => place.includes('node_modules/') && !link);
    expect(installed.length).toBeGreaterThan(500);
    const loose = installed.filter(([, { version, integrity, inBundle }]) => !version || !(integrity ?? inBundle));
    expect(loose.map(([place]) => place)).toEqual([]);
  });

  it('Go: each module has a checksum', () => {
    const required = [...read('go.mod').matchAll(/^\t(\S+) (v\S+)/gm)].map(([, name, version]) => `${name} ${version}`);
    expect(required.length).toBeGreaterThan(5);
    const sums = new Set(
      read('go.sum')
        .split('\n')
        .map((line) => line.split(' ').slice(0, 2).join(' '))
    );
    expect(required.filter((module) => !sums.has(module))).toEqual([]);
  });

  it('images: each has a whole version', () => {
    const files = ['docker-compose.yml', 'backend-proxy/Dockerfile', 'docker/grafana.Dockerfile'];
    const images = files.flatMap((file) =>
      [...read(file).matchAll(/^\s*(?:FROM|image:)\s+(\S+)/gm)].map(([, image]) => image ?? '')
    );
    // a bare name is a stage of the same file
    const outside = images.filter((image) => image.includes(':'));
    expect(outside.length).toBeGreaterThan(4);
    expect(outside.filter((image) => !/:\d+\.\d+(\.\d+)?(-[\w.-]+)?$/.test(image))).toEqual([]);
    expect(images.filter((image) => !image.includes(':') && !/^[a-z]+$/.test(image))).toEqual([]);
  });
});
