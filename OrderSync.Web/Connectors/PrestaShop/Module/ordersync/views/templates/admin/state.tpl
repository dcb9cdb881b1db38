{* Queue, failed events and log of the OrderSync module *}
{if $ordersync_download}
<div class="panel">
  <h3>{l s='Values of the download' mod='ordersync'}</h3>
  <p>{l s='The download holds an address and a secret that are not stored yet. Store them for the shop that is chosen at the top of the page?' mod='ordersync'}</p>
  <form method="post" action="{$ordersync_action|escape:'html':'UTF-8'}">
    <input type="hidden" name="ordersync_token" value="{$ordersync_token|escape:'html':'UTF-8'}">
    <button type="submit" class="btn btn-default btn-outline-secondary" name="ordersyncTakeOver" value="1">{l s='Store for this shop' mod='ordersync'}</button>
  </form>
</div>
{/if}

<div class="panel">
  <h3>{l s='Sending' mod='ordersync'}</h3>
  <p>{l s='Events that wait to be sent:' mod='ordersync'} <strong>{$ordersync_waiting|intval}</strong></p>
  <p>
    {l s='Events that could not be sent go again with the next status change, or when this page is opened. To be independent of both, let your server\'s cron call this address every 5 minutes:' mod='ordersync'}
    <br><code>{$ordersync_cron|escape:'html':'UTF-8'}</code>
  </p>
  {if $ordersync_complete}
  <form method="post" action="{$ordersync_action|escape:'html':'UTF-8'}">
    <input type="hidden" name="ordersync_token" value="{$ordersync_token|escape:'html':'UTF-8'}">
    <button type="submit" class="btn btn-default btn-outline-secondary" name="ordersyncTest" value="1">{l s='Send test' mod='ordersync'}</button>
    <span class="help-block">{l s='Sends the newest order with the status it has. Nothing changes in OrderSync.' mod='ordersync'}</span>
  </form>
  {/if}
</div>

{if $ordersync_failed}
<div class="panel">
  <h3>{l s='Not received yet' mod='ordersync'}</h3>
  <form method="post" action="{$ordersync_action|escape:'html':'UTF-8'}">
    <input type="hidden" name="ordersync_token" value="{$ordersync_token|escape:'html':'UTF-8'}">
    <div class="table-responsive">
      <table class="table">
        <thead>
          <tr>
            <th>{l s='Time' mod='ordersync'}</th>
            <th>{l s='Order' mod='ordersync'}</th>
            <th>{l s='Status' mod='ordersync'}</th>
            <th>{l s='Calls' mod='ordersync'}</th>
            <th>{l s='Reason' mod='ordersync'}</th>
            <th></th>
          </tr>
        </thead>
        <tbody>
          {foreach $ordersync_failed as $event}
          <tr>
            <td>{$event.time|escape:'html':'UTF-8'}</td>
            <td>{$event.id_order|intval}</td>
            <td>{$event.status|escape:'html':'UTF-8'}</td>
            <td>{$event.attempts|intval}</td>
            <td>{if $event.state == 'aside'}<strong>{l s='Put aside.' mod='ordersync'}</strong>{else}{l s='Will be sent again.' mod='ordersync'}{/if} {$event.reason|escape:'html':'UTF-8'}</td>
            <td><button type="submit" class="btn btn-default btn-outline-secondary" name="ordersyncAgain" value="{$event.id|intval}">{l s='Send again' mod='ordersync'}</button></td>
          </tr>
          {/foreach}
        </tbody>
      </table>
    </div>
    <button type="submit" class="btn btn-default btn-outline-secondary" name="ordersyncAllAgain" value="1">{l s='Send all that were put aside again' mod='ordersync'}</button>
  </form>
</div>
{/if}

<div class="panel">
  <h3>{l s='Last calls' mod='ordersync'}</h3>
  {if $ordersync_calls}
  <div class="table-responsive">
    <table class="table">
      <thead>
        <tr>
          <th>{l s='Time' mod='ordersync'}</th>
          <th>{l s='Order' mod='ordersync'}</th>
          <th>{l s='Status' mod='ordersync'}</th>
          <th>{l s='Result' mod='ordersync'}</th>
          <th>{l s='Duration' mod='ordersync'}</th>
        </tr>
      </thead>
      <tbody>
        {foreach $ordersync_calls as $call}
        <tr>
          <td>{$call.time|escape:'html':'UTF-8'}</td>
          <td>{$call.id_order|intval}</td>
          <td>{$call.status|escape:'html':'UTF-8'}</td>
          <td>{$call.result|escape:'html':'UTF-8'}</td>
          <td>{$call.milliseconds|intval} ms</td>
        </tr>
        {/foreach}
      </tbody>
    </table>
  </div>
  {else}
  <p>{l s='No call was made yet.' mod='ordersync'}</p>
  {/if}
</div>
