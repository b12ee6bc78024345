alter table t_user add column forgotten varchar(9); alter table t_user drop column salt;
