alter table t_nothing add column x int
