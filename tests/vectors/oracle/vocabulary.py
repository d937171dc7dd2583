"""What the platform offers, and the words the vectors may use for it."""

OPERATIONS = """
personal_auth.create_ticket personal_auth.create_link personal_auth.get_result
company_auth.create_ticket company_auth.create_ticket_with_license company_auth.create_pc_link
company_auth.create_h5_link company_auth.get_result
contract.create_sign_ticket contract.create_view_ticket
personal_sign.create_ticket personal_sign.query
saas.create_personal_auth_ticket saas.get_personal_auth_result saas.create_company_auth_ticket
saas.get_company_auth_result saas.create_privilege_ticket saas.create_personal_sign_ticket
""".split()

KINDS = """configuration validation connection timeout api authentication permission rate_limit server
invalid_response callback cancelled internal""".split()

ERROR_KEYS = """kind http_status code response_code field attempts retry_after request_id operation
message_contains message_excludes""".split()
