/* SPDX-License-Identifier: MIT */
/*
 * The extracts and their columns, each said once: the constant that the code
 * uses and the canonical name of the extract's definition.  Identity columns
 * (id, names, birth, sex, address, numbers) are not filled by the code that
 * writes an event: row_begin() does, in the way of the agency (sheet.h).
 */
#ifndef LSCB_SYNTH_COLUMNS_H
#define LSCB_SYNTH_COLUMNS_H

/* X(sheet constant, extract, COLUMNS macro) */
#define SHEETS(X) \
	X(SHEET_REGISTER, "register", REGISTER_COLUMNS) \
	X(SHEET_NOTICES, "notices", NOTICE_COLUMNS)

/* X(constant, canonical name) */
#define REGISTER_COLUMNS(X) \
	X(REGISTER_ID, "registration_id") X(REGISTER_CHILD, "child_id") \
	X(REGISTER_UPN, "upn") X(REGISTER_FORENAME, "forename") \
	X(REGISTER_SURNAME, "surname") X(REGISTER_DOB, "dob") \
	X(REGISTER_DUE, "expected_dob") X(REGISTER_SEX, "sex") \
	X(REGISTER_HOUSE, "house") X(REGISTER_POSTCODE, "postcode") \
	X(REGISTER_CATEGORY, "category") X(REGISTER_FROM, "registered") \
	X(REGISTER_TO, "removed") X(REGISTER_PREVIOUS, "previous_registrations")

#define NOTICE_COLUMNS(X) \
	X(NOTICE_ID, "notice_ref") X(NOTICE_DATE, "incident_date") \
	X(NOTICE_RECEIVED, "received") X(NOTICE_TYPE, "type") \
	X(NOTICE_HOUSE, "house") X(NOTICE_POSTCODE, "postcode") \
	X(NOTICE_OFFICER, "officer") X(NOTICE_RISK, "risk") \
	X(NOTICE_NARRATIVE, "narrative")

#endif
