package database

import (
	"context"
	"fmt"
)

// Layout is what the tables of a database are made of: what is said of each column
// and of each index, by table.column and "table index (columns)". Names that nobody
// chose, such as those of indexes, and the order of columns are left out: they make
// no difference to who reads and writes rows.
type Layout map[string]string

// Layout reads what the database's tables are made of, from the database's own
// description of itself.
func (d *Database) Layout(ctx context.Context) (Layout, error) {
	all := Layout{}
	for _, query := range d.dialect.layouts() {
		if err := d.describe(ctx, query, all); err != nil {
			return nil, fmt.Errorf("read what the tables are made of: %w", err)
		}
	}
	return all, nil
}

func (d *Database) describe(ctx context.Context, query string, into Layout) error {
	rows, err := d.statements.Rows(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name, says string
		if err := rows.Scan(&name, &says); err != nil {
			return err
		}
		into[name] = says
	}
	return rows.Err()
}

// layouts read the catalogue's tables, which tell a type as PostgreSQL itself
// writes it.
func (postgres) layouts() []string {
	return []string{`
select c.relname || '.' || a.attname,
       format_type(a.atttypid, a.atttypmod) || case when a.attnotnull then ' not null' else '' end || coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
  from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
 where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace and a.attnum > 0 and not a.attisdropped`, `
select t.relname || ' index ' || substring(pg_get_indexdef(i.indexrelid) from '\(.*$'),
       case when i.indisprimary then 'primary key' when i.indisunique then 'unique' else 'not unique' end
  from pg_index i join pg_class t on t.oid = i.indrelid
 where t.relnamespace = current_schema()::regnamespace`}
}

func (mysql) layouts() []string {
	return []string{`
select concat(table_name, '.', column_name),
       concat(column_type, if(is_nullable = 'NO', ' not null', ''), ifnull(concat(' default ', column_default), ''), if(extra = '', '', concat(' ', extra)))
  from information_schema.columns where table_schema = database()`, `
select concat(table_name, ' index (', group_concat(column_name order by seq_in_index separator ', '), ')'),
       max(if(index_name = 'PRIMARY', 'primary key', if(non_unique = 0, 'unique', 'not unique')))
  from information_schema.statistics where table_schema = database() group by table_name, index_name`}
}

// layouts leave out indexes: nothing is upgraded on H2.
func (h2) layouts() []string {
	return []string{`
select lower(table_name || '.' || column_name), lower(data_type || case when is_nullable = 'NO' then ' not null' else '' end)
  from information_schema.columns where table_schema = 'PUBLIC'`}
}

func (sqlite) layouts() []string {
	return []string{`
select t.name || '.' || c.name, lower(c.type) || case when c."notnull" then ' not null' else '' end || coalesce(' default ' || c.dflt_value, '')
  from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite_%'`}
}
