namespace OrderSync.Web.Sandbox.PrestaShop.Webservice;

/// <summary>A record whose text ends its own CDATA section, which makes the whole list unreadable as XML.</summary>
public sealed record MalformedRecord(string Resource, int Id, string Field);
