# SPDX-License-Identifier: MIT
# lscb-survey-due once more, as lscb-survey-due(1) and lscb-survey(5) say it, without
# ledger and quotas: an oracle.  Usage: survey.py make SEED N | survey.py due DATE.
import csv, random, sys
from datetime import date, timedelta

FIELDS = 'subject,date,end,event,source,birth_month,stage,conference_date,reason'.split(',')
DAY = timedelta(days=1)


def make(seed, n):
    dice = random.Random(seed)
    letters = 'abcdefghijklmnopqrstuvwxyz234567'
    day = lambda lo=0, hi=260: date(2025, 4, 1) + dice.randint(lo, hi) * DAY
    rows = []
    for i in range(n):
        who = 'caaa' + ''.join(dice.choices(letters, k=22))
        # Ages of 4 to 18, most of them at an edge.
        birth = dice.choice(['', 'unborn', '2020-%02d', '2019-%02d', '2021-%02d', '2007-%02d',
            '2008-%02d', '2015-%02d', '2013-%02d', '2012-%02d', '2010-%02d', '2014-%02d'])
        birth = birth % dice.randint(1, 12) if '%' in birth else birth
        add = lambda event, on, end='', stage='', plan='', reason='', born=birth: rows.append(
            [who, on, end, event, 's', born, stage, plan, reason])
        on = day(0, 60)
        for _ in range(dice.randint(1, 3)):
            if dice.random() < .7:
                told = on - dice.randint(0, 12) * DAY
                plan = dice.choice(['', on, on, on + dice.randint(-3, 9) * DAY])
                add('advocacy', told, '', 'pre-icc', plan,
                    dice.choice(['', '', '', 'child-declined', 'no-time']), '')
                if dice.random() < .2:
                    add('advocacy', told + dice.randint(0, 9) * DAY, '', 'pre-icc', on, '', '')
            if dice.random() < .8:
                add('conference', on)
            end = on + dice.randint(1, 120) * DAY
            if dice.random() < .8:
                add('registration', on, end if dice.random() < .8 else '')
            for stage in ('pre-icc', 'registration', 'de-registration'):
                base = {'pre-icc': on - 5 * DAY, 'registration': on, 'de-registration': end}[stage]
                if dice.random() < .4:
                    add('survey', base + dice.randint(-3, 70) * DAY, '', stage, '', '', '')
                if dice.random() < .3 and stage != 'pre-icc':
                    add('advocacy', base + dice.randint(-3, 40) * DAY, '', stage, '',
                        dice.choice(['', 'parent-declined', 'not-reached']), '')
            on = end + dice.randint(0, 60) * DAY
        if dice.random() < .1:
            add('referral', day())
    print(','.join(FIELDS))
    for row in sorted(','.join(map(str, r)) for r in set(map(tuple, rows))):
        print(row)


def parse(s):
    return date.fromisoformat(s) if s else None


def age(born, on):
    return (on.year - born.year) * 12 + on.month - born.month if born else None


class Form:
    def __init__(self, opened, closed, last, days, told=True):
        self.opened, self.closed, self.last, self.told = opened, closed, last, told
        limit = opened + days * DAY
        self.until = min(limit, last) if last else limit


def pre_icc(rows):
    told = [r for r in rows if r['event'] == 'advocacy' and r['stage'] == 'pre-icc']
    held = sorted(r['date'] for r in rows if r['event'] == 'conference')
    forms, plan = [], None
    for r in told:
        joins = forms and (r['date'] <= forms[-1].until or r['date'] == forms[-1].opened)
        opened = forms[-1].opened if joins else r['date']
        if not joins or r['plan']:
            plan = r['plan']
        closed = next((d for d in held if d >= opened), None)
        if closed is None and plan and plan >= opened:
            closed = plan
        form = Form(opened, closed, closed, 90)
        forms[-1:] = [form] if joins else forms[-1:] + [form]
    for d in sorted(set(held)):
        if not any(f.closed == d for f in forms):
            start = max([d - 90 * DAY] + [f.closed + DAY for f in forms if f.closed and f.closed < d])
            forms.append(Form(start, d, d, 90, told=False))
    forms.sort(key=lambda f: f.opened)
    for i, f in enumerate(forms):
        f.start = min(f.opened, f.closed - 90 * DAY) if f.closed else f.opened
        if i:
            before = forms[i - 1].closed + DAY if forms[i - 1].closed else f.opened
            f.start = max(f.start, min(before, f.opened))
    return forms


def spells(rows, at_end, as_of):
    forms = []
    for r in rows:
        if r['event'] != 'registration':
            continue
        opened = r['end'] if at_end else r['date']
        if opened is None or opened > as_of or any(f.opened == opened for f in forms):
            continue
        if at_end:
            closed = min((x['date'] for x in rows if x['event'] == 'registration' and
                x['date'] >= opened), default=None)
        else:
            closed = r['end'] if r['end'] and r['end'] <= as_of else None
        forms.append(Form(opened, closed, closed - DAY if closed else None, 60))
        forms[-1].start = opened
    return sorted(forms, key=lambda f: f.opened)


def judge(f, stage, rows, born, unborn, as_of, asked_before):
    own = [r for r in rows if r['stage'] == stage and f.start <= r['date'] and
        (f.next is None or r['date'] < f.next)]
    answers = [r['date'] for r in own if r['event'] == 'survey']
    asked = [r for r in own if r['event'] == 'advocacy']
    refused = [r for r in asked if r['reason'] in ('child-declined', 'parent-declined')]
    f.asked = bool(answers) or (stage != 'pre-icc' and bool(asked))
    months = age(born, f.opened if f.told else f.closed)
    if months is None or months < 0:
        return 'not-involved', 'unborn' if unborn or born else 'no-birth-month'
    years = months // 12
    if years == 5:
        return 'undefined', 'age-undefined'
    if not 6 <= years <= 17:
        return 'not-involved', 'too-young' if years < 6 else 'too-old'
    if answers:
        late = f.last is not None and min(answers) > f.last
        return ('closed', 'wrong-order') if late else ('done', 'answered')
    if refused:
        return 'ended', 'refused'
    if stage == 'de-registration' and not asked_before(f.opened):
        return 'not-involved', 'stage-order'
    was_asked = stage != 'pre-icc' and asked
    if not f.told:
        return 'closed', 'not-told'
    if as_of > f.until:
        return 'closed', ('no-reply' if was_asked else
            'event-passed' if f.until == f.last else 'time-passed')
    if age(born, as_of) // 12 > 17:
        return 'not-involved', 'too-old'
    return 'due', 'asked' if was_asked else 'not-asked'


def due(as_of):
    children = {}
    for r in csv.DictReader(sys.stdin):
        for key in ('date', 'end'):
            r[key] = parse(r[key])
        r['plan'] = parse(r['conference_date'])
        children.setdefault(r['subject'], []).append(r)
    for who, all_rows in children.items():
        rows = [r for r in all_rows if r['date'] <= as_of]
        said = [(r['date'], r['birth_month']) for r in rows if r['birth_month']]
        unborn = any(b == 'unborn' for _, b in said)
        born = max([s for s in said if s[1] != 'unborn'], default=None)
        born = parse(born[1] + '-01') if born else None
        rows = [r for r in rows if r['event'] != 'referral']
        if not rows:
            continue
        registered = []
        for stage in ('pre-icc', 'registration', 'de-registration'):
            forms = pre_icc(rows) if stage == 'pre-icc' else spells(rows, stage[0] == 'd', as_of)
            for f, g in zip(forms, forms[1:] + [None]):
                f.next = g.start if g else None
            before = lambda on: next((f.asked for f in reversed(registered) if f.opened < on), False)
            for f in forms:
                f.says = judge(f, stage, rows, born, unborn, as_of, before)
            if stage == 'registration':
                registered = forms
            if forms:
                state, why = forms[-1].says
            elif any(r['event'] == 'survey' and r['stage'] == stage for r in rows):
                state, why = 'closed', 'wrong-order'
            else:
                on = any(r['event'] == 'registration' for r in rows)
                state, why = 'not-involved', ('no-conference' if stage == 'pre-icc' else
                    'not-ended' if on and stage[0] == 'd' else 'not-registered')
            until = forms[-1].until if forms else ''
            opened = forms[-1].opened if forms and forms[-1].told else ''
            print(who, stage, opened, until, state, why, sep=',')


if sys.argv[1] == 'make':
    make(int(sys.argv[2]), int(sys.argv[3]))
else:
    due(parse(sys.argv[2]))
