package unofficial.qiyuesuo.compat;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import unofficial.qiyuesuo.internal.Json;

/** A person. */
public class User implements Json.Writable {
  private String contact;
  private String contactType;
  private String name;

  /** A person of whom nothing is known yet. */
  public User() {}

  /** A person. */
  public User(String contact, String contactType) {
    this.contact = contact;
    this.contactType = contactType;
  }

  /** How to reach them. */
  public String getContact() {
    return contact;
  }

  /** How to reach them. */
  public void setContact(String contact) {
    this.contact = contact;
  }

  /** {@code MOBILE} or {@code EMAIL}. */
  public String getContactType() {
    return contactType;
  }

  /** {@code MOBILE} or {@code EMAIL}. */
  public void setContactType(String contactType) {
    this.contactType = contactType;
  }

  /** Their name. */
  public String getName() {
    return name;
  }

  /** Their name. */
  public void setName(String name) {
    this.name = name;
  }

  /** Not part of the public interface. */
  @Override
  public void writeTo(JsonGenerator out) throws IOException {
    out.writeStartObject();
    member(out, "contact", contact);
    member(out, "contactType", contactType);
    member(out, "name", name);
    out.writeEndObject();
  }

  private static void member(JsonGenerator out, String name, String value) throws IOException {
    if (value != null) {
      out.writeFieldName(name);
      out.writeString(value);
    }
  }

  /** Values are not shown. */
  @Override
  public String toString() {
    return "User(***)";
  }
}
