package unofficial.qiyuesuo.compat;

/** A ticket for the mini-program plugin. */
public class MiniappTicketResult {
  private String ticket;

  /** The ticket. */
  public String getTicket() {
    return ticket;
  }

  /** The ticket. */
  public void setTicket(String ticket) {
    this.ticket = ticket;
  }

  /** The ticket is not shown. */
  @Override
  public String toString() {
    return "MiniappTicketResult(***)";
  }
}
