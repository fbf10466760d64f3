import { copyInto, copyLines, unnestInsert } from './columns';

const valuesOf = (type: Parameters<typeof unnestInsert<unknown>>[0][number]['type'], ...values: unknown[]) =>
  unnestInsert<unknown>([{ column: 'c', type, value: (row) => row }]).valuesOf(values)[0];

describe('copyInto', () => {
  it('names the table and its columns', () => {
    const copy = copyInto<{ a: number; b: string | null }>('letters', [
      { column: 'a', type: 'bigint', value: ({ a }) => a },
      { column: 'b', type: 'text', value: ({ b }) => b },
    ]);
    expect(
      copy([
        { a: 1, b: '' },
        { a: 2, b: null },
      ])
    ).toEqual({ text: 'COPY letters ("a", "b") FROM STDIN', copy: '1\t\n2\t\\N\n' });
  });

  it('writes no row for none', () => expect(copyInto('letters', [])([]).copy).toBe(''));

  it('keeps fields apart where the first is empty', () => {
    const text = (value: string) => ({ column: value, type: 'text' as const, value: () => value });
    expect(copyLines([text(''), text('b'), text('')], [{}])).toBe('\tb\t\n');
  });

  it.each<[Parameters<typeof valuesOf>[0], unknown, string]>([
    ['bigint', -5, '-5'],
    ['float8', 1e-7, '1e-7'],
    ['boolean', false, 'false'],
    ['timestamptz', new Date(0), '1970-01-01T00:00:00.000Z'],
    ['text', null, '\\N'],
    ['text', undefined, '\\N'],
    ['text', '', ''],
    ['text', '\\N', '\\\\N'],
    ['text', '\\.', '\\\\.'],
    ['text', 'a\tb\nc\rd\\', 'a\\tb\\nc\\rd\\\\'],
    ['jsonb', { a: 'b"\n' }, '{"a":"b\\\\"\\\\n"}'],
    ['text[]', [], '{}'],
    ['text[]', ['a,b', '"', '\\', '\t', ''], '{"a,b","\\\\"","\\\\\\\\","\\t",""}'],
  ])('writes %s %j as %s', (type, value, text) =>
    expect(copyLines<unknown>([{ column: 'c', type, value: (row) => row }], [value])).toBe(`${text}\n`)
  );
});

describe('unnestInsert', () => {
  it('names columns, parameters and types', () => {
    const { columns, select, source } = unnestInsert<{ a: number; b: string[] }>([
      { column: 'a', type: 'bigint', value: ({ a }) => a },
      { column: 'b', type: 'text[]', value: ({ b }) => b },
    ]);
    expect(columns).toBe('"a", "b"');
    expect(select).toBe('r."a", r."b"::text[]');
    expect(source).toBe('unnest($1::bigint[], $2::text[]) AS r("a", "b")');
  });

  it.each<[Parameters<typeof valuesOf>[0], unknown[], string]>([
    ['bigint', [1, null, -5], '{1,NULL,-5}'],
    ['float8', [0.5, 1e-7, 1e100], '{0.5,1e-7,1e+100}'],
    ['boolean', [true, false], '{true,false}'],
    ['uuid', ['3f2504e0-4f89-41d3-9a0c-0305e82c3301'], '{3f2504e0-4f89-41d3-9a0c-0305e82c3301}'],
    [
      'timestamptz',
      ['2026-03-02T08:00:05.000001Z', new Date(0)],
      '{2026-03-02T08:00:05.000001Z,1970-01-01T00:00:00.000Z}',
    ],
    ['text', ['', 'null', 'a,b', 'a"b\\c', '{x}', ' '], '{"","null","a,b","a\\"b\\\\c","{x}"," "}'],
    ['jsonb', [{ a: 'b"' }, null], '{"{\\"a\\":\\"b\\\\\\"\\"}",NULL}'],
    ['text[]', [['a', 'b'], [], null], '{"{\\"a\\",\\"b\\"}","{}",NULL}'],
    ['text', [], '{}'],
  ])('writes %s %j as %s', (type, values, text) => expect(valuesOf(type, ...values)).toBe(text));
});
