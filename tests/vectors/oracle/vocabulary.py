"""What the platform offers, and the words the vectors may use for it."""

OPERATIONS = """
personal_auth.create_ticket personal_auth.create_link personal_auth.get_result
company_auth.create_ticket company_auth.create_ticket_with_license company_auth.create_pc_link
company_auth.create_h5_link company_auth.get_result
contract.create_sign_ticket contract.create_view_ticket
document.add_by_files
seal.get_image
personal_sign.create_ticket personal_sign.query
saas.create_personal_auth_ticket saas.get_personal_auth_result saas.create_company_auth_ticket
saas.get_company_auth_result saas.create_privilege_ticket saas.create_personal_sign_ticket
personal_sign.create_link personal_sign.deauthorize company_auth.create_pc_link_with_license
company_auth.create_h5_link_with_license company.get company.get_platform company.list_subsidiaries
company.invite_subsidiary company.remove_subsidiary company.create_change_link company.get_fee
company.get_token company.update_token_callback employee.list employee.get employee.create employee.update
employee.remove role.manage seal.list seal.get seal.create_auto seal.create_by_image seal.update
seal.set_status seal.delete customer.create identity.verify_person identity.verify_company ocr.read_id_card
ocr.read_bank_card sso.create_privilege_link health.check saas.check_health saas.get_binding
saas.set_app_access saas.set_company_access saas.set_personal_access saas.apply_app saas.reset_token
saas.create_company_auth_link saas.create_company_auth_url saas.get_fee saas.create_fee saas.update_fee
saas.get_platform_fee saas.create_personal_auth_link saas.create_personal_sign_link
saas.deauthorize_personal_sign saas.get_privilege saas.create_privilege_link saas.create_seal_sign_link
contract.create_draft contract.send contract.update contract.resend contract.get contract.list
contract.list_required_parameters contract.get_download_links contract.get_join_links
contract.get_personal_join_links contract.create_view_link contract.create_short_link
contract.create_sign_link contract.create_appoint_link contract.sign_by_company contract.sign_by_legal_person
contract.sign_by_person contract.audit contract.sign_invalidation contract.remind contract.send_copies
contract.delay contract.force_end contract.add_force_end_attachment contract.invalidate
contract.invalidate_by_file contract.invalidate_by_template contract.add_watermark document.add_by_file
document.add_by_template document.verify signatory.add signatory.update signatory.update_way
signatory.update_operators template.list template.get template.create_from_word template.update
template.set_status template.delete template.create_link category.list category.get evidence.apply_proof
evidence.get_report_status evidence.notarize
contract.download contract.download_attachments contract.get_stream
document.download template.download evidence.download_report seal.get_employee_image evidence.apply_report
saas.get_company
""".split()

# Those that answer a file in place of an envelope with a result.
FILES = """
seal.get_image seal.get_employee_image contract.download contract.download_attachments document.download
template.download evidence.download_report
""".split()

KINDS = """configuration validation connection timeout api authentication permission rate_limit server
invalid_response callback cancelled internal""".split()

ERROR_KEYS = """kind http_status code response_code field attempts retry_after request_id operation
message_contains message_excludes""".split()
