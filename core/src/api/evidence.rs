//! 存证: evidence on a chain.

use super::{NamedUser, UnknownResult};

use crate::download::Download;
use crate::operation::PartInfo;

family! {
    /// Evidence on a chain (存证).
    evidence: Evidence {
        /// Applies for a proof of electronic evidence. (From the official Go SDK; its result is unknown.)
        apply_proof(ApplyEvidenceProof) -> UnknownResult
            = POST "/chain/evidence/electronic/prove/apply" Multipart once {}
        /// Applies for a report of evidence, with files that support it. (From the official Go SDK; its result is unknown.)
        apply_report(ApplyEvidenceReport) -> UnknownResult = POST "/chain/evidence/complete/report/apply" Multipart once {
            parts: &[PartInfo::optional("proveMaterial").many()]
        }
        /// A report of evidence. (From the official Go SDK; its form is unknown.)
        download_report(DownloadEvidenceReport) -> Download
            = GET "/chain/evidence/complete/report/download" Query once {}
        /// How far a report of evidence is. (From the official Go SDK; its result is unknown.)
        get_report_status(GetEvidenceReportStatus) -> UnknownResult
            = GET "/chain/evidence/complete/report/status" Query repeatable {}
        /// Hands a file or its hash to a notary's chain. (From the official Go SDK; its result is unknown.)
        notarize(NotarizeEvidence) -> UnknownResult = POST "/v2/chain/notary" Multipart once {
            parts: &[PartInfo::optional("notaryFile")]
        }
    }
}

request! {
    /// Applies for a report of evidence.
    ApplyEvidenceReport {
        /// Source of the data; values unknown.
        prove_source: Option<i64>,
        /// Id of the chain.
        #[id]
        chain_id: Option<String>,
        /// Id of the data.
        #[id]
        prove_data_id: Option<String>,
        /// Ids of documents; form unknown.
        document_ids: Option<String>,
        /// Who asks, sent as JSON text.
        operator_info: Option<NamedUser>,
    }
}

request! {
    /// Asks for a report of evidence.
    DownloadEvidenceReport {
        /// Id of the proof.
        #[id]
        prove_id: Option<String>,
    }
}

request! {
    /// Applies for a proof of electronic evidence. (From the official Go SDK; its result is unknown.)
    ApplyEvidenceProof {
        /// Id of the chain.
        #[id]
        chain_id: Option<String>,
        /// Id of the data.
        #[id]
        prove_data_id: Option<String>,
        /// Source of the data; values unknown.
        prove_source: Option<String>,
        /// Who asks.
        operator_info: Option<NamedUser>,
    }
}

request! {
    /// How far a report of evidence is. (From the official Go SDK; its result is unknown.)
    GetEvidenceReportStatus {
        /// Id of the proof.
        #[id]
        prove_id: Option<String>,
    }
}

request! {
    /// Hands a file or its hash to a notary's chain. (From the official Go SDK; its result is unknown.)
    NotarizeEvidence {
        /// Name of the notarised data.
        notary_name: Option<String>,
        /// Id of the data.
        #[id]
        #[form("notaryDataID")]
        notary_data_id: Option<String>,
        /// Kind of data; values unknown.
        notary_type: Option<String>,
        /// Kind of file.
        file_type: Option<String>,
        /// Hash of the data.
        notary_data_hash: Option<String>,
        /// Algorithm of the hash.
        hash_algorithm: Option<String>,
        /// Who asks.
        operator_info: Option<NamedUser>,
    }
}
