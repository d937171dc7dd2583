//! Reading documents from pictures (OCR).

use super::{UnknownResult};

use crate::operation::PartInfo;

family! {
    /// Reading documents from pictures (OCR).
    ocr: Ocr {
        /// Reads an identity card from a picture. It is not repeated once it may have arrived: probably charged for
        /// each call. (From the platform's public clients; its result is unknown.)
        read_id_card(ReadIdCard) -> UnknownResult = POST "/v2/ocr/idcard" Multipart once {
            parts: &[PartInfo::optional("image")]
        }
        /// Reads a bank card from a picture. It is not repeated once it may have arrived: probably charged for each
        /// call. (From the platform's public clients; its result is unknown.)
        read_bank_card(ReadBankCard) -> UnknownResult = POST "/v2/ocr/bankcard" Multipart once {
            parts: &[PartInfo::optional("image")]
        }
    }
}

request! {
    /// Reads an identity card from a picture.
    ///
    /// New after Go 3.0.5. Which side of the card, and size limits: unknown.
    ReadIdCard {
        /// Address of the picture instead of the file.
        image_url: Option<String>,
    }
}

request! {
    /// Reads a bank card from a picture.
    ///
    /// New after Go 3.0.5.
    ReadBankCard {
        /// Address of the picture instead of the file.
        image_url: Option<String>,
    }
}
