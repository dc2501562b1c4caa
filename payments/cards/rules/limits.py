"""How long what a bank or processor says may be, in characters: rule, column and form read it here.

Longer words are cut, except an identity, which is a hash.
"""

#: ISO 20022 allows a name of 140.
PAYEE_LENGTH = 160
#: ISO 20022 allows 140 characters of remittance, and banks repeat the field.
DESCRIPTION_LENGTH = 400
#: OFX allows 255. One that is cut still has its own identity, which is made from all of it.
REFERENCE_LENGTH = 120
#: A prefix, 40 hex digits and an ordinal.
IDENTITY_LENGTH = 120
#: ISO 18245: a merchant category code is four digits.
CATEGORY_LENGTH = 4
#: The signature of a CSV's headings: a prefix, and 40 hex digits or an account's id.
LAYOUT_LENGTH = 60
#: Why a statement is taken back, or confirmed despite a warning. Judgement: two or three sentences.
REASON_LENGTH = 300
#: ISO 4217.
CURRENCY_LENGTH = 3
FILE_NAME_LENGTH = 160
SHA256_LENGTH = 64
#: A time of 12 digits, a rank and the event's id, with room to spare.
EVENT_ORDER_LENGTH = 180
#: What a search for an account may be: a name and four digits.
SEARCH_LENGTH = 80
#: Tries to read a file, none of which brought a payment in. Judgement: a worker may be stopped
#: twice by chance; a file that stops it three times does so for good.
READER_TRIES = 3
#: Refused rows that an import keeps. Judgement: who sees 500 asks the bank for another file.
PROBLEMS_KEPT = 500
