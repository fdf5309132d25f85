"""Every coefficient of the match, each with its reason. All are priors: our own reasoned choice, fitted to nothing."""

from __future__ import annotations

# Places. What was done in a job that has dates counts in full; what is only claimed counts less.
DATED_JOB = 1.0
UNDATED_JOB = 0.9  # done, but nobody can tell when or for how long
OUTSIDE_JOBS = 0.9  # projects, unpaid work, certificates: done, not in employment
CLAIMED = 0.85  # lists of skills, summaries, studies and everything else
CLAIMED_SOFT = 0.6  # everybody claims to be a team player; what was done in a job tells more
IN_A_NAME = 0.5  # an employer that is called Oracle says little about databases

# Requirements.
MATCHED = 0.6  # from here on a requirement is told as matched: related skills (at most .5) are below, aliases above
PREFERABLE = 0.5  # what would be nice weighs half of what is asked for
SOFT = 0.5  # and so do soft skills: what a CV says of them differs little between one occupation and another
UNCOVERED = 0.7  # share of the skills' score that is left where no minimal qualification is covered
LANGUAGES = 0.15  # share of the skills' score that languages are, where the position names any
WRITTEN, WRITTEN_WITHOUT_LEVEL = 0.8, 0.6  # a CV in English tells of English, seldom named by whoever grew up with it
REQUIRED_LANGUAGES, PREFERED_LANGUAGES, COUNTRIES = 0.7, 0.2, 0.1
WITHOUT_YEARS = 0.5  # `3 years of Java`: what Java is worth where no dated job shows it

# Relevance of one job.
ROLE, DUTIES, INDUSTRY, COMPANY = 0.45, 0.25, 0.2, 0.1
UNPAID = 0.6  # unpaid work is relevant, and less than employment; it makes no years
UNDATED = 0.7  # a job of unknown length is relevant, but nobody can tell how much of it there was

# A title, of a job or of the CV: how near it is to the position's own weighs more than the related ones listed.
OWN_TITLE = 0.7
TITLE_FLOOR, TITLE_CEILING = 0.5, 0.7  # cosines of two titles: of any two, and of two names of one occupation
TITLE_DOUBT = 0.25  # where the tables know both titles, meaning adds this much to what they say, and no more

# Duties of one job: the position's skills in it, and the sentences of the job description.
DUTY_SKILLS, DUTY_MEANING, DUTY_WORDS = 0.4, 0.4, 0.2
ENOUGH_SKILLS = 0.6  # no single job shows everything that is asked for
ENOUGH_WORDS = 0.4  # share of a description's telling words that a job with the same duties has
SENTENCE_FLOOR, SENTENCE_CEILING = 0.2, 0.65  # cosines of two sentences: of any work, and of the same duty

# Industry of one job.
RELATED_INDUSTRY = 0.5
NAMED_INDUSTRY = 0.9  # its name stands in employer or title
NAMED_IN_DUTIES = 0.5  # or in a duty, which may be about a customer
SIMILAR = 0.75  # the most that an embedder is trusted, as for skills
INDUSTRY_FLOOR, INDUSTRY_CEILING = 0.3, 0.7

# Employers.
SAME_COMPANY = 0.9  # likeness of two names below which they are two companies

# Relevance of all jobs: the best one, and the best months of a horizon.
BEST_JOB, BEST_MONTHS = 0.75, 0.25
HORIZON = 36  # months; what lies beyond is years of experience, which has a term of its own
UNRELATED = 0.6  # of the threshold: jobs below make no years, or a long life of other work would pass for experience
TITLE = 0.35  # what the CV calls its owner
TITLE_OF_JOB = 0.6  # what a job was called is less than what its owner is called, and shown in the jobs already
TITLE_WORDS = 0.15  # how much of the CV is in the words of the position's title
ENOUGH_TITLE_WORDS = 0.7  # of them; said two or three times each
WORD_SATURATION = 1.0  # times that a word is said until it counts more than half
TIME = 0.5  # the most that years weigh in the experience's score, at the greatest `time_importance`

# Education.
WITHOUT_FIELD = 0.5  # what a degree in quite another field is worth
UNKNOWN_END = 0.7  # a degree that must be finished, of which nobody can tell
FIELD_FLOOR, FIELD_CEILING = 0.35, 0.8
FIELD_WORDS = 0.9  # the field's words, with others between them

# Bounds.
PASSAGES = 400  # of a CV that are compared by meaning, from its beginning; ten pages and more
SENTENCES = 20  # of a job description
WORDS = 120  # of a job description, those that tell most
EVIDENCE = 6  # told of a requirement
DECIMALS = 4
