export { isOutage, openDatabase, type Database, type DatabaseOptions, type Statement, type Transaction } from './database.js';
export { oneStatement, type Part } from './parts.js';
