// Calls every method of the OpenSearch client's `ml` with something for each argument it cannot do without: `node ml_methods.mjs URL`.
// Prints their names in the order of the calls; what the server made of them is in its journal.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const { Client } = require('@opensearch-project/opensearch')
const client = new Client({ node: process.argv[2] })
const folder = require.resolve('@opensearch-project/opensearch').replace(/[^/]*$/, 'api/ml/')

const names = Object.keys(client.ml).filter((name) => typeof client.ml[name] === 'function' && !name.includes('_'))
for (const name of names) {
  const source = readFileSync(`${folder}${name}.js`, 'utf-8')
  const params = Object.fromEntries([...source.matchAll(/params\.(\w+) == null/g)].map(([, key]) => [key, key === 'body' ? {} : 'x']))
  await client.ml[name](params).catch(() => null)
}
console.log(JSON.stringify(names))
