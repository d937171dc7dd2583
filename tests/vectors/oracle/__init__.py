"""The second opinion on the conformance vectors.

This program reads the five JSON files beside it and recomputes, without any code of this project, everything in
them that can be computed: each signature (Python's hashlib and hmac), each encrypted callback content (the command
`openssl enc`), what each callback parses to, and what kind of error each answer is. It also checks that the files
are well formed: unique names, known operations, required members, a minimum of vectors a group. It changes nothing;
it prints one line a difference and exits with 1 when there is one.

    python3 tests/vectors/oracle.py            # Python 3.9 or newer, standard library only, and openssl

One module a group of vectors, with `check` for each vector and perhaps `check_group` for all of them together.
"""
