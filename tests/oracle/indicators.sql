-- SPDX-License-Identifier: MIT
-- The twelve indicators of the library in SQL, written from their titles and
-- notes and not from the engine: the second opinion on lscb-indicators.
-- In: tables h (the event history) and p (populations).  Out: indicator, start,
-- end, numerator, denominator, unmatched of every window from 2023-04-01 to
-- 2026-03-31.
create table w (kind text, start text, close text);
with recursive q(s) as (
	select '2023-04-01' union all
	select date(s, '+3 months') from q where s < '2026-01-01')
insert into w select 'quarter', s, date(s, '+3 months', '-1 day') from q;
insert into w select 'year', start, date(start, '+12 months', '-1 day') from w
	where date(start, '+12 months', '-1 day') <= '2026-03-31';

create index h_subject on h (subject, event, date);
-- A row without a month of birth has that of its subject's latest row with one.
create table born as select subject, birth_month as born from (select *,
	row_number() over (partition by subject order by date desc,
	birth_month desc) as rank from h where birth_month glob '[12]*')
	where rank = 1;
create table c as select h.rowid as id, h.*, case when birth_month = ''
	then born else birth_month end as birth, case when "end" = ''
	then '9999-12-31' else "end" end as until from h
	left join born using (subject) where subject like 'c%';
create index c_subject on c (subject, event, date);
create view reg as select * from c where event = 'registration';

-- Completed months: whole months by the calendar, less one where the day is not
-- reached; the last day of a short month is reached.
create view spell as select r.*, w.kind, w.start, w.close,
	(strftime('%Y', close) - strftime('%Y', date)) * 12 +
	strftime('%m', close) - strftime('%m', date) -
	(strftime('%d', close) < min(strftime('%d', date),
	strftime('%d', date(close, 'start of month', '+1 month', '-1 day'))))
	as months_open,
	(strftime('%Y', until) - strftime('%Y', date)) * 12 +
	strftime('%m', until) - strftime('%m', date) -
	(strftime('%d', until) < min(strftime('%d', date),
	strftime('%d', date(until, 'start of month', '+1 month', '-1 day'))))
	as months_lasted,
	case when birth glob '[12]*' then
	(strftime('%Y', close) * 12 + strftime('%m', close) -
	substr(birth, 1, 4) * 12 - substr(birth, 6, 2)) end
	as age_months
	from reg r, w;

create view people as select w.start, w.close, sum(population) as n
	from w, p where area = '' and age_to != '' and age_to + 0 <= 17
	and year + 0 = strftime('%Y', close) - 1 group by 1, 2;

create table answer (i text, kind text, start text, close text, n int, d int,
	u int);

insert into answer select 'cpr-second', kind, start, close,
	sum(previous_registrations + 0 >= 1 or exists (select 1 from reg e
	where e.subject = s.subject and e.date < s.date)), count(*), ''
	from spell s where date between start and close group by start, close;
insert into answer select 'cpr-two-years-ended', kind, start, close,
	sum(months_lasted >= 24), count(*), ''
	from spell where until between start and close group by start, close;
insert into answer select 'cpr-two-years-open', kind, start, close,
	sum(months_open >= 24), count(*), '' from spell
	where kind = 'quarter' and date <= close and until > close
	group by start, close;
insert into answer select 'referral-rate', kind, w.start, w.close, count(c.id),
	people.n, '' from w join people using (start, close)
	left join c on event = 'referral' and need = 'abuse-neglect'
	and date between w.start and w.close group by w.start, w.close;
insert into answer select 'domestic-abuse-children', kind, w.start, w.close,
	count(distinct case when birth is null or birth not glob '[12]*' or
	strftime('%Y', date) * 12 + strftime('%m', date) -
	substr(birth, 1, 4) * 12 - substr(birth, 6, 2) < 216
	then subject end), people.n, '' from w join people using (start, close)
	left join c on event = 'domestic-abuse' and date between w.start and w.close
	group by w.start, w.close;
insert into answer select 'domestic-abuse-register', kind, start, close,
	count(distinct case when exists (select 1 from c d, reg r
	where d.subject = s.subject and r.subject = s.subject
	and d.event = 'domestic-abuse' and d.date between s.start and s.close
	and r.date <= d.date and d.date < r.until) then subject end),
	count(distinct subject), '' from spell s
	where date <= close and until > start and until > date
	group by start, close;
insert into answer select 'bullied', kind, start, close,
	count(distinct case when matched and bullied then subject end),
	count(distinct case when matched then subject end),
	count(distinct case when not matched then subject end)
	from (select *, exists (select 1 from c r where r.subject = s.subject
	and r.event = 'roll' and r.date <= s.close and r.until > s.start
	and r.until > r.date) as matched,
	exists (select 1 from c b, reg r where b.subject = s.subject
	and r.subject = s.subject and b.event = 'bullying'
	and b.date between s.start and s.close and r.date <= b.date
	and b.date < r.until) as bullied
	from spell s where date <= close and until > start and until > date
	and age_months between 60 and 191) group by start, close;
insert into answer select 'feel-safe', kind, start, close,
	sum(safe in ('agree', 'strongly-agree')), count(*), '' from (
	select *, row_number() over (partition by start, close, subject
	order by date desc, stage desc, safe desc) as rank from c, w
	where event = 'survey' and stage in ('registration', 'de-registration')
	and safe != '' and date between start and close)
	where rank = 1 group by start, close;
insert into answer select 'sait-band-two', 'year', start, close, sum(band >= 2),
	count(*), '' from (select *, row_number() over (partition by start, close,
	subject order by date desc) as rank from h, w where event = 'sait'
	and subject like 'q%' and kind = 'year' and start like '%-04-01'
	and date between start and close) where rank = 1 group by start, close;
insert into answer select i, kind, start, close, count(distinct subject), '', ''
	from (select 'training-sessions' as i, 't' as k, 'training-session' as v
	union select 'audits-completed', 'a', 'audit'
	union select 'board-meetings', 'm', 'meeting'), w left join h
	on event = v and substr(subject, 1, 1) = k
	and date between start and close group by i, start, close;

select i, start, close, n, d, u from answer
	where i != 'cpr-two-years-open' or kind = 'quarter' order by 1, 2, 3;
