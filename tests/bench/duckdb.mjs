// SPDX-License-Identifier: MIT
// Usage: BENCH_MODULES=DIR node duckdb.mjs FILE.sql ... NAME=VALUE ...
//
// Runs the statements of the files, one after the other, in a DuckDB of two
// threads in this process.  :NAME in them stands for VALUE as a quoted text.
// The statements write what they answer themselves (COPY ... TO).  DIR is the
// folder under which npm installed tests/bench/package.json.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(process.env.BENCH_MODULES + '/');
const { DuckDBInstance } = require('@duckdb/node-api');

const files = [];
const values = new Map();
for (const word of process.argv.slice(2)) {
	const at = word.indexOf('=');
	if (at < 0) {
		files.push(word);
	} else {
		values.set(word.slice(0, at), word.slice(at + 1));
	}
}
const text = files.map((file) => readFileSync(file, 'utf8')).join('\n');
const sql = text.replace(/:([a-z]+)\b/g, (whole, name) => {
	if (!values.has(name)) {
		throw new Error(`no value for ${whole}`);
	}
	return `'${values.get(name).replaceAll("'", "''")}'`;
});

const instance = await DuckDBInstance.create(':memory:', { threads: '2' });
const connection = await instance.connect();
const statements = await connection.extractStatements(sql);
for (let i = 0; i < statements.count; i++) {
	await (await statements.prepare(i)).run();
}
