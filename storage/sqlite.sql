-- Made by storage.compile from storage/tables.py and storage/statements.py.

-- schema:
CREATE TABLE answered ( office_id INTEGER NOT NULL, platform VARCHAR NOT NULL, delivery VARCHAR NOT NULL, at BIGINT NOT NULL, CONSTRAINT pk_answered PRIMARY KEY (office_id, platform, delivery) ) WITHOUT ROWID;
CREATE TABLE daily ( office_id INTEGER NOT NULL, kind VARCHAR NOT NULL, audience VARCHAR NOT NULL, day VARCHAR NOT NULL, CONSTRAINT pk_daily PRIMARY KEY (office_id, kind, audience, day) ) WITHOUT ROWID;
CREATE TABLE download ( office_id INTEGER NOT NULL, id INTEGER NOT NULL, state VARCHAR NOT NULL, sha VARCHAR NOT NULL, not_before BIGINT NOT NULL, body VARCHAR NOT NULL, CONSTRAINT pk_download PRIMARY KEY (office_id, id) );
CREATE INDEX ix_download_sha ON download (office_id, sha) WHERE sha != '';
CREATE INDEX ix_download_state ON download (office_id, state, not_before);
CREATE TABLE draft ( office_id INTEGER NOT NULL, platform VARCHAR NOT NULL, chat VARCHAR NOT NULL, thread VARCHAR NOT NULL, officer VARCHAR NOT NULL, body VARCHAR NOT NULL, CONSTRAINT pk_draft PRIMARY KEY (office_id, platform, chat, thread, officer) ) WITHOUT ROWID;
CREATE TABLE entry ( office_id INTEGER NOT NULL, kind VARCHAR NOT NULL, "key" VARCHAR NOT NULL, place INTEGER NOT NULL, body VARCHAR NOT NULL, CONSTRAINT pk_entry PRIMARY KEY (office_id, kind, "key") );
CREATE TABLE heard ( office_id INTEGER NOT NULL, place INTEGER NOT NULL, platform VARCHAR NOT NULL, chat VARCHAR NOT NULL, thread VARCHAR NOT NULL, body VARCHAR NOT NULL, CONSTRAINT pk_heard PRIMARY KEY (office_id, place) );
CREATE INDEX ix_heard_chat ON heard (office_id, platform, chat, thread, place);
CREATE TABLE inquiry ( office_id INTEGER NOT NULL, id INTEGER NOT NULL, version INTEGER NOT NULL, number VARCHAR NOT NULL, "full" VARCHAR NOT NULL, day VARCHAR NOT NULL, received_at BIGINT NOT NULL, registered_by VARCHAR NOT NULL, first_responder VARCHAR NOT NULL, asked VARCHAR NOT NULL, inquirer VARCHAR NOT NULL, unit VARCHAR NOT NULL, phone VARCHAR NOT NULL, place VARCHAR NOT NULL, matter VARCHAR NOT NULL, channel VARCHAR NOT NULL, kind VARCHAR NOT NULL, state VARCHAR NOT NULL, step INTEGER NOT NULL, open BOOLEAN NOT NULL, owes VARCHAR NOT NULL, assignee VARCHAR NOT NULL, director VARCHAR NOT NULL, helpers VARCHAR NOT NULL, handled VARCHAR NOT NULL, department VARCHAR NOT NULL, duty VARCHAR NOT NULL, told VARCHAR NOT NULL, outcome VARCHAR, grade VARCHAR, concluded_at BIGINT, closed_at BIGINT, due BIGINT, alarm BIGINT, body VARCHAR NOT NULL, CONSTRAINT pk_inquiry PRIMARY KEY (office_id, id) );
CREATE INDEX ix_inquiry_alarm ON inquiry (office_id, alarm, id) WHERE alarm IS NOT NULL;
CREATE INDEX ix_inquiry_concluded ON inquiry (office_id, department, concluded_at) WHERE concluded_at IS NOT NULL;
CREATE INDEX ix_inquiry_day ON inquiry (office_id, day, id);
CREATE INDEX ix_inquiry_first_responder ON inquiry (office_id, first_responder, received_at, id);
CREATE INDEX ix_inquiry_following ON inquiry (office_id, first_responder, received_at, id) WHERE open = 1;
CREATE UNIQUE INDEX ix_inquiry_full ON inquiry (office_id, "full");
CREATE INDEX ix_inquiry_in_hand ON inquiry (office_id, assignee, received_at, id) WHERE open = 1;
CREATE INDEX ix_inquiry_inquirer ON inquiry (office_id, inquirer, received_at, id);
CREATE INDEX ix_inquiry_number ON inquiry (office_id, number, id);
CREATE INDEX ix_inquiry_open ON inquiry (office_id, id) WHERE open = 1;
CREATE INDEX ix_inquiry_owes ON inquiry (office_id, owes, received_at) WHERE open = 1;
CREATE INDEX ix_inquiry_phone ON inquiry (office_id, phone, received_at, id);
CREATE INDEX ix_inquiry_received_at ON inquiry (office_id, received_at, id);
CREATE INDEX ix_inquiry_registered_by ON inquiry (office_id, registered_by, day, received_at);
CREATE INDEX ix_inquiry_section ON inquiry (office_id, department, state, due) WHERE open = 1;
CREATE TABLE item ( office_id INTEGER NOT NULL, id INTEGER NOT NULL, "key" VARCHAR NOT NULL, recipient VARCHAR NOT NULL, not_before BIGINT NOT NULL, told BOOLEAN NOT NULL, body VARCHAR NOT NULL, CONSTRAINT pk_item PRIMARY KEY (office_id, id) );
CREATE UNIQUE INDEX ix_item_key ON item (office_id, "key");
CREATE INDEX ix_item_ready ON item (office_id, not_before) WHERE told = 0;
CREATE INDEX ix_item_recipient ON item (office_id, recipient, not_before) WHERE told = 0;
CREATE TABLE journal ( office_id INTEGER NOT NULL, seq INTEGER NOT NULL, inquiry INTEGER NOT NULL, at BIGINT NOT NULL, "by" VARCHAR NOT NULL, kind VARCHAR NOT NULL, body VARCHAR NOT NULL, hash VARCHAR NOT NULL, CONSTRAINT pk_journal PRIMARY KEY (office_id, seq) );
CREATE INDEX ix_journal_inquiry ON journal (office_id, inquiry, seq);
CREATE INDEX ix_journal_kind ON journal (office_id, kind, at, "by");
CREATE TABLE post ( office_id INTEGER NOT NULL, id INTEGER NOT NULL, platform VARCHAR NOT NULL, chat VARCHAR NOT NULL, thread VARCHAR NOT NULL, recipient VARCHAR NOT NULL, kind VARCHAR NOT NULL, "key" VARCHAR NOT NULL, rank INTEGER NOT NULL, not_before BIGINT, message_id VARCHAR NOT NULL, shown INTEGER NOT NULL, wanted INTEGER NOT NULL, state VARCHAR NOT NULL, tries INTEGER NOT NULL, error VARCHAR NOT NULL, made_at BIGINT NOT NULL, body VARCHAR NOT NULL, CONSTRAINT pk_post PRIMARY KEY (office_id, id) );
CREATE INDEX ix_post_again ON post (office_id, id) WHERE state = 'again';
CREATE INDEX ix_post_chat ON post (office_id, platform, chat, thread, id);
CREATE UNIQUE INDEX ix_post_key ON post (office_id, "key") WHERE "key" != '';
CREATE INDEX ix_post_message ON post (office_id, platform, chat, thread, message_id, id) WHERE message_id != '';
CREATE INDEX ix_post_owed ON post (office_id, id) WHERE state = 'owed' AND shown < wanted;
CREATE INDEX ix_post_parked ON post (office_id, id) WHERE state = 'parked';
CREATE TABLE series ( office_id INTEGER NOT NULL, name VARCHAR NOT NULL, last INTEGER NOT NULL, CONSTRAINT pk_series PRIMARY KEY (office_id, name) ) WITHOUT ROWID;
CREATE TABLE setting ( office_id INTEGER NOT NULL, "key" VARCHAR NOT NULL, value VARCHAR NOT NULL, CONSTRAINT pk_setting PRIMARY KEY (office_id, "key") ) WITHOUT ROWID;
CREATE TABLE stale ( office_id INTEGER NOT NULL, inquiry INTEGER NOT NULL, was VARCHAR NOT NULL, CONSTRAINT pk_stale PRIMARY KEY (office_id, inquiry) ) WITHOUT ROWID;
CREATE TABLE undo ( office_id INTEGER NOT NULL, inquiry INTEGER NOT NULL, officer VARCHAR NOT NULL, place INTEGER NOT NULL, body VARCHAR NOT NULL, CONSTRAINT pk_undo PRIMARY KEY (office_id, inquiry) );
CREATE INDEX ix_undo_officer ON undo (office_id, officer, place);
CREATE INDEX ix_undo_place ON undo (office_id, place);
CREATE TABLE post_about ( office_id INTEGER NOT NULL, inquiry INTEGER NOT NULL, post INTEGER NOT NULL, CONSTRAINT pk_post_about PRIMARY KEY (office_id, inquiry, post), CONSTRAINT fk_post_about_office_id_post FOREIGN KEY(office_id, post) REFERENCES post (office_id, id) ) WITHOUT ROWID;
CREATE INDEX ix_post_about_post ON post_about (office_id, post);
CREATE VIRTUAL TABLE inquiry_words USING fts5(document, content='', columnsize=0, detail=none, tokenize='ascii');
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- answered_add: office_id platform delivery at
INSERT INTO answered (office_id, platform, delivery, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING

-- daily_add: office_id kind audience day
INSERT INTO daily (office_id, kind, audience, day) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING

-- daily_get: the_office_id the_kind the_audience the_day
SELECT 1 FROM daily WHERE daily.office_id = ? AND daily.kind = ? AND daily.audience = ? AND daily.day = ?

-- download_drop: the_office_id the_id
DELETE FROM download WHERE download.office_id = ? AND download.id = ?

-- download_get: the_office_id the_id
SELECT download.body FROM download WHERE download.office_id = ? AND download.id = ?

-- download_last_id: the_office_id
SELECT coalesce(max(download.id), 0) AS coalesce_1 FROM download WHERE download.office_id = ?

-- download_put: office_id id state sha not_before body
INSERT INTO download (office_id, id, state, sha, not_before, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (office_id, id) DO UPDATE SET state = excluded.state, sha = excluded.sha, not_before = excluded.not_before, body = excluded.body

-- download_ready: the_office_id the_state the_now the_at_most
SELECT download.body FROM download WHERE download.office_id = ? AND download.state = ? AND download.not_before <= ? ORDER BY download.id LIMIT ?

-- download_same: the_office_id the_sha
SELECT count(*) AS count_1 FROM download WHERE download.office_id = ? AND download.sha = ? AND download.sha != ''

-- draft_all: the_office_id
SELECT draft.body FROM draft WHERE draft.office_id = ? ORDER BY draft.platform, draft.chat, draft.thread, draft.officer

-- draft_drop: the_office_id the_platform the_chat the_thread the_officer
DELETE FROM draft WHERE draft.office_id = ? AND draft.platform = ? AND draft.chat = ? AND draft.thread = ? AND draft.officer = ?

-- draft_get: the_office_id the_platform the_chat the_thread the_officer
SELECT draft.body FROM draft WHERE draft.office_id = ? AND draft.platform = ? AND draft.chat = ? AND draft.thread = ? AND draft.officer = ?

-- draft_put: office_id platform chat thread officer body
INSERT INTO draft (office_id, platform, chat, thread, officer, body) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (office_id, platform, chat, thread, officer) DO UPDATE SET body = excluded.body

-- entry_all: the_office_id
SELECT entry.kind, entry.body FROM entry WHERE entry.office_id = ? ORDER BY entry.place

-- entry_drop: the_office_id the_kind the_key
DELETE FROM entry WHERE entry.office_id = ? AND entry.kind = ? AND entry."key" = ?

-- entry_last_place: the_office_id
SELECT coalesce(max(entry.place), 0) AS coalesce_1 FROM entry WHERE entry.office_id = ?

-- entry_put: office_id kind key place body
INSERT INTO entry (office_id, kind, "key", place, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (office_id, kind, "key") DO UPDATE SET body = excluded.body

-- heard_add: office_id place platform chat thread body
INSERT INTO heard (office_id, place, platform, chat, thread, body) VALUES (?, ?, ?, ?, ?, ?)

-- heard_history: the_office_id the_platform the_chat the_thread the_at_most
SELECT heard.body FROM heard WHERE heard.office_id = ? AND heard.platform = ? AND heard.chat = ? AND heard.thread = ? ORDER BY heard.place DESC LIMIT ?

-- heard_last_place: the_office_id
SELECT coalesce(max(heard.place), 0) AS coalesce_1 FROM heard WHERE heard.office_id = ?

-- inquiry_add: office_id id version number full day received_at registered_by first_responder asked inquirer unit phone place matter channel kind state step open owes assignee director helpers handled department duty told outcome grade concluded_at closed_at due alarm body
INSERT INTO inquiry (office_id, id, version, number, "full", day, received_at, registered_by, first_responder, asked, inquirer, unit, phone, place, matter, channel, kind, state, step, open, owes, assignee, director, helpers, handled, department, duty, told, outcome, grade, concluded_at, closed_at, due, alarm, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)

-- inquiry_by_full: the_office_id the_full
SELECT inquiry.body FROM inquiry WHERE inquiry.office_id = ? AND inquiry."full" = ?

-- inquiry_by_number: the_office_id the_number
SELECT inquiry.body FROM inquiry WHERE inquiry.office_id = ? AND inquiry.number = ? ORDER BY inquiry.id DESC LIMIT 1

-- inquiry_choices: the_office_id the_first_responder the_at_most
SELECT inquiry.duty, inquiry.assignee FROM inquiry WHERE inquiry.office_id = ? AND inquiry.first_responder = ? ORDER BY inquiry.received_at DESC, inquiry.id DESC LIMIT ?

-- inquiry_count: the_office_id
SELECT count(*) AS count_1 FROM inquiry WHERE inquiry.office_id = ?

-- inquiry_due: the_office_id the_now the_at_most
SELECT inquiry.body FROM inquiry WHERE inquiry.office_id = ? AND inquiry.alarm <= ? ORDER BY inquiry.alarm, inquiry.id LIMIT ?

-- inquiry_find: the_office_id
SELECT inquiry.body FROM inquiry WHERE inquiry.office_id = ?

-- inquiry_get: the_office_id the_id
SELECT inquiry.body FROM inquiry WHERE inquiry.office_id = ? AND inquiry.id = ?

-- inquiry_last_id: the_office_id
SELECT coalesce(max(inquiry.id), 0) AS coalesce_1 FROM inquiry WHERE inquiry.office_id = ?

-- inquiry_next_alarm: the_office_id
SELECT min(inquiry.alarm) AS min_1 FROM inquiry WHERE inquiry.office_id = ? AND inquiry.alarm IS NOT NULL

-- inquiry_open_after: the_office_id the_id the_at_most
SELECT inquiry.body FROM inquiry WHERE inquiry.office_id = ? AND inquiry.open = 1 AND inquiry.id > ? ORDER BY inquiry.id LIMIT ?

-- inquiry_save: new_version new_state new_step new_open new_owes new_assignee new_director new_helpers new_handled new_department new_duty new_told new_outcome new_grade new_concluded_at new_closed_at new_due new_alarm new_body the_office_id the_id the_version
UPDATE inquiry SET version=?, state=?, step=?, open=?, owes=?, assignee=?, director=?, helpers=?, handled=?, department=?, duty=?, told=?, outcome=?, grade=?, concluded_at=?, closed_at=?, due=?, alarm=?, body=? WHERE inquiry.office_id = ? AND inquiry.id = ? AND inquiry.version = ?

-- inquiry_save_about: new_number new_full new_day new_received_at new_registered_by new_first_responder new_asked new_inquirer new_unit new_phone new_place new_matter new_channel new_kind the_office_id the_id
UPDATE inquiry SET number=?, "full"=?, day=?, received_at=?, registered_by=?, first_responder=?, asked=?, inquirer=?, unit=?, phone=?, place=?, matter=?, channel=?, kind=? WHERE inquiry.office_id = ? AND inquiry.id = ?

-- inquiry_tally: the_office_id
SELECT coalesce(inquiry.outcome, inquiry.state) AS coalesce_1, inquiry.department, inquiry.asked, inquiry.handled, count(*) AS count_1 FROM inquiry WHERE inquiry.office_id = ?

-- item_add: office_id id key recipient not_before told body
INSERT INTO item (office_id, id, "key", recipient, not_before, told, body) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING

-- item_last_id: the_office_id
SELECT coalesce(max(item.id), 0) AS coalesce_1 FROM item WHERE item.office_id = ?

-- item_next_held: the_office_id the_now
SELECT min(item.not_before) AS min_1 FROM item WHERE item.office_id = ? AND item.told = 0 AND item.not_before > ?

-- item_ready: the_office_id the_now the_recipient
SELECT item.body FROM item WHERE item.office_id = ? AND item.told = 0 AND item.not_before <= ? AND item.recipient = ? ORDER BY item.id

-- item_recipients: the_office_id the_now
SELECT item.recipient FROM item WHERE item.office_id = ? AND item.told = 0 AND item.not_before <= ? GROUP BY item.recipient ORDER BY min(item.id)

-- item_told: the_office_id the_key
UPDATE item SET told=1 WHERE item.office_id = ? AND item."key" = ?

-- journal_add: office_id seq inquiry at by kind body hash
INSERT INTO journal (office_id, seq, inquiry, at, "by", kind, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)

-- journal_all: the_office_id
SELECT journal.seq, journal.inquiry, journal.at, journal."by", journal.kind, journal.body, journal.hash FROM journal WHERE journal.office_id = ? ORDER BY journal.seq

-- journal_count: the_office_id the_kind the_by the_since
SELECT count(*) AS count_1 FROM journal WHERE journal.office_id = ? AND journal.kind = ? AND journal."by" = ? AND journal.at >= ?

-- journal_kind: the_office_id the_kind the_since
SELECT journal.seq, journal.inquiry, journal.at, journal."by", journal.kind, journal.body, journal.hash FROM journal WHERE journal.office_id = ? AND journal.kind = ? AND journal.at >= ? ORDER BY journal.seq

-- journal_last: the_office_id
SELECT journal.seq, journal.hash FROM journal WHERE journal.office_id = ? ORDER BY journal.seq DESC LIMIT 1

-- journal_of: the_office_id the_inquiry
SELECT journal.seq, journal.inquiry, journal.at, journal."by", journal.kind, journal.body, journal.hash FROM journal WHERE journal.office_id = ? AND journal.inquiry = ? ORDER BY journal.seq

-- post_about: the_office_id the_office_id the_inquiry
SELECT post.id, post.platform, post.chat, post.thread, post.recipient, post.kind, post."key", post.rank, post.not_before, post.message_id, post.shown, post.wanted, post.state, post.tries, post.error, post.made_at, post.body FROM post WHERE post.office_id = ? AND post.id IN (SELECT post_about.post FROM post_about WHERE post_about.office_id = ? AND post_about.inquiry = ? ORDER BY post_about.post DESC LIMIT 40 OFFSET 0) AND (post.state = 'sent' OR post.state = 'owed') ORDER BY post.id

-- post_about_add: office_id inquiry post
INSERT INTO post_about (office_id, inquiry, post) VALUES (?, ?, ?) ON CONFLICT DO NOTHING

-- post_about_drop: the_office_id the_post
DELETE FROM post_about WHERE post_about.office_id = ? AND post_about.post = ?

-- post_add: office_id id platform chat thread recipient kind key rank not_before message_id shown wanted state tries error made_at body
INSERT INTO post (office_id, id, platform, chat, thread, recipient, kind, "key", rank, not_before, message_id, shown, wanted, state, tries, error, made_at, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING

-- post_again: the_office_id
SELECT post.id, post.platform, post.chat, post.thread, post.recipient, post.kind, post."key", post.rank, post.not_before, post.message_id, post.shown, post.wanted, post.state, post.tries, post.error, post.made_at, post.body FROM post WHERE post.office_id = ? AND post.state = 'again' ORDER BY post.id

-- post_at: the_office_id the_platform the_chat the_thread the_message_id
SELECT post.id, post.platform, post.chat, post.thread, post.recipient, post.kind, post."key", post.rank, post.not_before, post.message_id, post.shown, post.wanted, post.state, post.tries, post.error, post.made_at, post.body FROM post WHERE post.office_id = ? AND post.platform = ? AND post.chat = ? AND post.thread = ? AND post.message_id = ? AND post.message_id != '' ORDER BY post.id DESC LIMIT 1

-- post_get: the_office_id the_id
SELECT post.id, post.platform, post.chat, post.thread, post.recipient, post.kind, post."key", post.rank, post.not_before, post.message_id, post.shown, post.wanted, post.state, post.tries, post.error, post.made_at, post.body FROM post WHERE post.office_id = ? AND post.id = ?

-- post_history: the_office_id the_platform the_chat the_thread the_at_most
SELECT post.id, post.platform, post.chat, post.thread, post.recipient, post.kind, post."key", post.rank, post.not_before, post.message_id, post.shown, post.wanted, post.state, post.tries, post.error, post.made_at, post.body FROM post WHERE post.office_id = ? AND post.platform = ? AND post.chat = ? AND post.thread = ? AND post.shown > 0 ORDER BY post.id DESC LIMIT ?

-- post_last: the_office_id the_platform the_chat the_thread the_now
SELECT post.id, post.platform, post.chat, post.thread, post.recipient, post.kind, post."key", post.rank, post.not_before, post.message_id, post.shown, post.wanted, post.state, post.tries, post.error, post.made_at, post.body FROM post WHERE post.office_id = ? AND post.platform = ? AND post.chat = ? AND post.thread = ? AND (post.state = 'sent' OR post.state = 'owed') AND (post.shown > 0 OR post.not_before IS NULL OR post.not_before <= ?) ORDER BY post.id DESC LIMIT 1

-- post_last_id: the_office_id
SELECT coalesce(max(post.id), 0) AS coalesce_1 FROM post WHERE post.office_id = ?

-- post_mark: new_shown new_shown new_state new_shown new_shown new_state new_message_id new_error new_state the_office_id the_id
UPDATE post SET shown=CASE WHEN (? > post.shown) THEN ? ELSE post.shown END, state=CASE WHEN (? = 'sent') THEN CASE WHEN (CASE WHEN (? > post.shown) THEN ? ELSE post.shown END < post.wanted) THEN 'owed' ELSE 'sent' END ELSE ? END, message_id=coalesce(nullif(?, ''), post.message_id), error=?, tries=(post.tries + CASE WHEN (? = 'owed') THEN 1 ELSE 0 END) WHERE post.office_id = ? AND post.id = ?

-- post_next_held: the_office_id the_now
SELECT min(post.not_before) AS min_1 FROM post WHERE post.office_id = ? AND post.state = 'owed' AND post.shown < post.wanted AND post.not_before > ?

-- post_owed: the_office_id the_now
SELECT post.id, post.platform, post.chat, post.thread, post.recipient, post.kind, post."key", post.rank, post.not_before, post.message_id, post.shown, post.wanted, post.state, post.tries, post.error, post.made_at, post.body FROM post WHERE post.office_id = ? AND post.state = 'owed' AND post.shown < post.wanted AND (post.not_before IS NULL OR post.not_before <= ?) ORDER BY post.id

-- post_parked: the_office_id
SELECT post.id, post.platform, post.chat, post.thread, post.recipient, post.kind, post."key", post.rank, post.not_before, post.message_id, post.shown, post.wanted, post.state, post.tries, post.error, post.made_at, post.body FROM post WHERE post.office_id = ? AND post.state = 'parked' ORDER BY post.id

-- post_save: new_not_before new_wanted new_state new_body the_office_id the_id
UPDATE post SET not_before=?, wanted=?, state=?, body=? WHERE post.office_id = ? AND post.id = ?

-- post_save_where: new_platform new_chat new_thread new_message_id new_key the_office_id the_id
UPDATE post SET platform=?, chat=?, thread=?, message_id=?, "key"=? WHERE post.office_id = ? AND post.id = ?

-- search_fresh: the_office_id the_office_id
SELECT inquiry.id FROM stale CROSS JOIN inquiry WHERE stale.office_id = ? AND inquiry.office_id = ? AND inquiry.id = stale.inquiry

-- search_ids: the_office_id
SELECT inquiry.id FROM inquiry WHERE inquiry.office_id = ?

-- search_newest: the_question the_first the_last the_office_id
SELECT inquiry.id FROM inquiry_words CROSS JOIN inquiry WHERE inquiry_words MATCH ? AND inquiry_words.rowid BETWEEN ? AND ? AND inquiry.office_id = ? AND inquiry.id = inquiry_words.rowid & 1099511627775

-- search_since: the_office_id the_since
SELECT min(inquiry.id) AS min_1 FROM inquiry WHERE inquiry.office_id = ? AND inquiry.day >= ?

-- series_next: the_office_id the_name
INSERT INTO series (office_id, name, last) VALUES (?, ?, 1) ON CONFLICT (office_id, name) DO UPDATE SET last = (series.last + 1) RETURNING last

-- setting_drop: the_office_id the_key
DELETE FROM setting WHERE setting.office_id = ? AND setting."key" = ?

-- setting_get: the_office_id the_key
SELECT setting.value FROM setting WHERE setting.office_id = ? AND setting."key" = ?

-- setting_put: office_id key value
INSERT INTO setting (office_id, "key", value) VALUES (?, ?, ?) ON CONFLICT (office_id, "key") DO UPDATE SET value = excluded.value

-- stale_add: office_id inquiry was
INSERT INTO stale (office_id, inquiry, was) VALUES (?, ?, ?) ON CONFLICT DO NOTHING

-- stale_all: the_office_id
SELECT stale.inquiry, stale.was FROM stale WHERE stale.office_id = ?

-- stale_drop: the_office_id
DELETE FROM stale WHERE stale.office_id = ?

-- undo_drop: the_office_id the_inquiry
DELETE FROM undo WHERE undo.office_id = ? AND undo.inquiry = ?

-- undo_last_by: the_office_id the_officer
SELECT undo.body FROM undo WHERE undo.office_id = ? AND undo.officer = ? ORDER BY undo.place DESC LIMIT 1

-- undo_last_place: the_office_id
SELECT coalesce(max(undo.place), 0) AS coalesce_1 FROM undo WHERE undo.office_id = ?

-- undo_of: the_office_id the_inquiry
SELECT undo.body FROM undo WHERE undo.office_id = ? AND undo.inquiry = ?

-- undo_oldest: the_office_id most
SELECT undo.body FROM undo WHERE undo.office_id = ? ORDER BY undo.place LIMIT ?

-- undo_put: office_id inquiry officer place body
INSERT INTO undo (office_id, inquiry, officer, place, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (office_id, inquiry) DO UPDATE SET officer = excluded.officer, place = excluded.place, body = excluded.body

-- where_assignee: the_assignee
inquiry.assignee = ?

-- where_concluded_before: the_concluded_before
inquiry.concluded_at < ?

-- where_concluded_since: the_concluded_since
inquiry.concluded_at >= ?

-- where_department: the_department
inquiry.department = ?

-- where_due_before: the_due_before
inquiry.due < ?

-- where_due_since: the_due_since
inquiry.due >= ?

-- where_first_responder: the_first_responder
inquiry.first_responder = ?

-- where_inquirer: the_inquirer
inquiry.inquirer = ?

-- where_number: the_office_id the_number the_office_id the_full
inquiry.id IN (SELECT inquiry.id FROM inquiry WHERE inquiry.office_id = ? AND inquiry.number = ? UNION ALL SELECT inquiry.id FROM inquiry WHERE inquiry.office_id = ? AND inquiry."full" = ?)

-- where_open: 
inquiry.open = 1

-- where_over: 
inquiry.open = 0

-- where_owes: the_owes
inquiry.owes = ?

-- where_owes_not: the_owes
inquiry.owes != ?

-- where_phone: the_phone
inquiry.phone = ?

-- where_registered_by: the_registered_by
inquiry.registered_by = ?

-- where_seen: the_people the_people the_people the_people the_people the_departments the_staff
inquiry.first_responder IN (SELECT value FROM json_each(?)) OR inquiry.assignee IN (SELECT value FROM json_each(?)) OR inquiry.director IN (SELECT value FROM json_each(?)) OR inquiry.registered_by IN (SELECT value FROM json_each(?)) AND (inquiry.registered_by <> inquiry.asked OR inquiry.first_responder = inquiry.asked) OR inquiry.helpers <> '' AND EXISTS ( SELECT 1 FROM json_each(?) WHERE instr(inquiry.helpers, ' ' || value || ' ') > 0) OR inquiry.department IN (SELECT value FROM json_each(?)) OR inquiry.first_responder IN (SELECT value FROM json_each(?))

-- where_since: the_since
inquiry.day >= ?

-- where_state: the_state
inquiry.state = ?

-- where_until: the_until
inquiry.day <= ?

-- where_word: the_word the_word the_word
instr(lower(inquiry.matter || ' ' || inquiry.inquirer || ' ' || inquiry.unit || ' ' || inquiry.place || ' ' || inquiry.told || ' ' || inquiry.number), lower(?)) > 0 OR substr(inquiry.phone, -length(?)) = ?

-- words_add: place document
INSERT INTO inquiry_words (rowid, document) VALUES (?, ?)

-- words_drop: place was
INSERT INTO inquiry_words (inquiry_words, rowid, document) VALUES ('delete', ?, ?)
