//! What is wrong with XML, in sentences.

use quick_xml::Error as XmlError;
use quick_xml::errors::{IllFormedError, SyntaxError};
use quick_xml::escape::EscapeError;

use dxdt_motion::error::{Error, excerpt};

/// The advice for XML that no program would write.
pub(super) const DAMAGED: &str = "the file is damaged or cut off: download or export it again";

const ESCAPE: &str = "write & as &amp; and other characters as themselves: entities of a document type are not expanded";

/// The sentence for an error of the parser; the line is added by the caller.
pub(super) fn broken(error: &XmlError) -> Error {
    match error {
        XmlError::Syntax(error) => syntax(*error),
        XmlError::IllFormed(error) => ill_formed(error),
        XmlError::InvalidAttr(_) => {
            Error::new("an attribute is not written as name=\"value\"").advise(DAMAGED)
        }
        XmlError::Escape(error) => escape(error),
        other => Error::new(format!("the XML cannot be read ({other})")).advise(DAMAGED),
    }
}

/// A reference that is neither a character nor one of the five of XML.
pub(super) fn undefined_reference(name: &str) -> Error {
    Error::new(format!(
        "the reference '&{};' is not defined",
        excerpt(name)
    ))
    .advise(ESCAPE)
}

fn syntax(error: SyntaxError) -> Error {
    let within = match error {
        SyntaxError::InvalidBangMarkup => {
            return Error::new("'<!' begins neither a comment nor CDATA").advise(DAMAGED);
        }
        SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl => "a declaration '<?'",
        SyntaxError::UnclosedComment => "a comment",
        SyntaxError::UnclosedDoctype => "the document type",
        SyntaxError::UnclosedCData => "a CDATA section",
        SyntaxError::UnclosedTag => "a tag",
        SyntaxError::UnclosedSingleQuotedAttributeValue
        | SyntaxError::UnclosedDoubleQuotedAttributeValue => "the quoted value of an attribute",
    };
    Error::new(format!("the XML ends inside {within}, which begins here")).advise(DAMAGED)
}

fn ill_formed(error: &IllFormedError) -> Error {
    match error {
        IllFormedError::MismatchedEndTag { expected, found } => Error::new(format!(
            "</{}> is found where <{}> must be closed",
            excerpt(found),
            excerpt(expected)
        ))
        .advise(DAMAGED),
        IllFormedError::UnmatchedEndTag(name) => {
            Error::new(format!("</{}> closes no element", excerpt(name))).advise(DAMAGED)
        }
        IllFormedError::UnclosedReference => {
            Error::new("'&' begins a reference without its ';'").advise(ESCAPE)
        }
        other => Error::new(format!("the XML is not well-formed ({other})")).advise(DAMAGED),
    }
}

fn escape(error: &EscapeError) -> Error {
    match error {
        EscapeError::UnrecognizedEntity(_, name) => undefined_reference(name),
        EscapeError::UnterminatedEntity(_) => ill_formed(&IllFormedError::UnclosedReference),
        other => Error::new(format!("a reference cannot be read ({other})")).advise(ESCAPE),
    }
}
